-- A server that starts takes no writes; mysql-pair opens one of the two.
SET PERSIST super_read_only = ON;
