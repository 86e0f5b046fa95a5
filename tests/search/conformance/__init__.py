"""What every engine does, asked of each in the same words.

The embedded index always; Elasticsearch where ELASTICSEARCH_URL names a server.
"""
