"""The part of a report that answers to its reader: charts in one file, without any server."""
