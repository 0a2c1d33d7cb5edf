"""A search cluster that an organisation already runs, behind the protocol of `retrieve.engine`."""
