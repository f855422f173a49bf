"""Articles of the index as what a citation says of them.

How a citation is written is the business of `archiver/cite/`.
"""
