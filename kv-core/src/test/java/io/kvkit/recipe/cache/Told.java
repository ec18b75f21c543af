package io.kvkit.recipe.cache;

import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The stores of several processes that tell each other of their changes before these return. */
final class Told implements Signals {

    private record Ear(String start, Listener listener) {}

    private final Queue<Ear> ears = new ConcurrentLinkedQueue<>();

    /** Returns a store whose changes all processes hear of. */
    KvStore around(KvStore store) {
        return new Telling(store);
    }

    @Override
    public Subscription listen(Namespace namespace, Listener listener) {
        Ear ear = new Ear(namespace.start(), listener);
        ears.add(ear);
        return () -> ears.remove(ear);
    }

    private void changed(Key key) {
        for (Ear ear : ears) {
            if (key.text().startsWith(ear.start)) {
                ear.listener.changed(key);
            }
        }
    }

    private final class Telling extends ForwardingKvStore {

        Telling(KvStore store) {
            super(store);
        }

        @Override
        public CompletionStage<Boolean> delete(Key key) {
            return super.delete(key).whenComplete((existed, failure) -> changed(key));
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            return super.apply(key, transition).whenComplete((reply, failure) -> changed(key));
        }

        @Override
        public Optional<Signals> signals() {
            return Optional.of(Told.this);
        }
    }
}
