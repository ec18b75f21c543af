package io.kvkit.ratelimit;

import io.kvkit.store.KvStore;

/** What becomes of calls while the store fails, if it answers in stages only. */
class RateLimitFailureAsyncTest extends RateLimitFailureTest {

    @Override
    KvStore shape(KvStore whole) {
        return remote(whole);
    }
}
