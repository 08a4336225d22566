"""The superior's own forms: an .xlsx or .docx with `{{字段}}` marks and one repeated row, filled from any selection.

There is no template language: a mark is looked up, never run. What stands in a form somebody sent can name a field of
the records and nothing else.
"""
