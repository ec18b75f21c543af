package io.kvkit;

/** Waits for the stages of decisions. */
record BlockingClaimsOperations(StagedClaimsOperations async) implements ClaimsOperations {

    @Override
    public KvClaims operation(String name) {
        return new BlockingKvClaims(async.operation(name));
    }

    @Override
    public KvClaims consumer(String name) {
        return new BlockingKvClaims(async.consumer(name));
    }
}
