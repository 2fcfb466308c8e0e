"""The tree of a campaign's signatures: what makes its count something that anybody can check.

Each confirmed signature is an entry; so is a withdrawal, which names nobody. What stands in an entry is ``entries``,
what the signer and the sealed rows hold is ``boxes``, how the tree grows ``growing``, how it is published ``window``.
"""
