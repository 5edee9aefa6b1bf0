"""Commands: what each word of the command line does, with progress on stderr and the result on stdout."""
