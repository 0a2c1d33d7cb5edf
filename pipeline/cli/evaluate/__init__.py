"""`dateline eval`: one module for each measure."""
