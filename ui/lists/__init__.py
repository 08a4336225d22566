"""Working with whole lists: filters at the heads of columns, kept views, bulk change, copying a block of cells."""
