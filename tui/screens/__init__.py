"""The screens of a session, one a file, in the order in which people meet them."""
