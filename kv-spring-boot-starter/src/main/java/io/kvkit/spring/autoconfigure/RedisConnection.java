package io.kvkit.spring.autoconfigure;

import io.kvkit.lettuce.LettuceKvStore;

/** The store on Redis before anything is put around it. */
record RedisConnection(LettuceKvStore store) implements AutoCloseable {

    /** Ends the store, which what was put around it may have done before. */
    @Override
    public void close() {
        store.close();
    }
}
