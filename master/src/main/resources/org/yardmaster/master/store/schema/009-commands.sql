-- A command keeps the requests it was about as they were and as they became: ten thousand of them, with their properties.
ALTER TABLE command_record ALTER COLUMN replaced SET DATA TYPE VARCHAR(40000000);
