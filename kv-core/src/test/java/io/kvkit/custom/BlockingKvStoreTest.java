package io.kvkit.custom;

import io.kvkit.store.MicroClock;
import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.StoreUnderTest;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/** A store that may block keeps the contract on threads that it is given. */
class BlockingKvStoreTest extends KvStoreContract {

    private static final Executor THREADS = ForkJoinPool.commonPool();

    @Override
    protected StoreUnderTest open() {
        return CustomUnderTest.of((MicroClock clock) -> new MapKvStore(clock, THREADS));
    }
}
