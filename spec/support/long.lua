--- Whether this is the long run (`./sijang test --long`): what a spec does a few times to keep everybody's run short is then
--- done as often as it takes to trust the outcome.
return os.getenv "SPEC_LONG" == "1"
