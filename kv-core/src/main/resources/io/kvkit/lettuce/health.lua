-- Keys: none. Arguments: none. Reply: the bytes "ok". No Java twin: it shows that the server runs scripts.
return 'ok'
