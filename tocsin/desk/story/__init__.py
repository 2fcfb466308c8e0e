"""March 2012, played through the actions that the screens call and over the HTTP and SMTP that the crowd uses.

It stands in ``desk`` since only desk (with disclosure) may open the case file. Everyone in it is invented; the facts
are those of the real March 2012.
"""
