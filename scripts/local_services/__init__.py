"""The processes of Viaja that ./run starts in this folder."""
