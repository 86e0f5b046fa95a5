"""The second of the two stages of ranking, the same for every engine.

An engine finds about a hundred candidates by one weighted text (``first``); here each is compared
with the question word by word (``features``) and put in order by a small learned model
(``model``), but for what wins outright (``order``). It needs of an engine only the words of each
candidate as packed when the document was indexed (``words``) and in how many documents a word
stands (``frequencies``). ``training`` makes the model; readers never run it.
"""
