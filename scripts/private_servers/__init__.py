"""RabbitMQ, MySQL and Redis servers that belong to one folder: scripts/servers help."""
