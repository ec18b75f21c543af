package io.kvkit.recipe.ratelimit;

import io.kvkit.store.KvStore;

/** The recipe on a store that answers in stages only. */
class RateLimiterAsyncTest extends RateLimiterTest {

    @Override
    KvStore shape(KvStore whole) {
        return remote(whole);
    }
}
