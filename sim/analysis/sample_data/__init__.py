"""Sample data: made-up event files and tables, in the forms that the program reads."""
