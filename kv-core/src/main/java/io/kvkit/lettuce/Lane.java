package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of a batch on one server. A bounded number of them is under way at a time; the others wait. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Lane<V> {

    private static final int CHUNK = 512;

    private final Pipeline<V> pipeline;
    private final Servers servers;
    private final @Nullable Link link;
    private final List<Key> keys;
    private final AtomicInteger turns = new AtomicInteger();
    private int next;
    private List<Call<?, @Nullable V>> underWay = List.of();

    /** Creates the lane of keys to a server; the link is null if no server is known. */
    Lane(Pipeline<V> pipeline, Servers servers, @Nullable Link link, List<Key> keys) {
        this.pipeline = pipeline;
        this.servers = servers;
        this.link = link;
        this.keys = keys;
    }

    /** Sends the next keys, and the others when these have ended. This is a loop because they may end at once. */
    void go() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        do {
            send(take());
        } while (turns.decrementAndGet() > 0);
    }

    /** Stops sending, because the time is over. */
    void expire() {
        pipeline.failed(rest(), faults -> faults.late(false));
        underWay().forEach(call -> call.expire());
    }

    private void send(List<Call<?, @Nullable V>> calls) {
        if (calls.isEmpty()) {
            return;
        }
        goOnAfter(calls);
        Link way = link;
        if (way == null) {
            refuse(calls, faults -> servers.isClosed() ? faults.closed() : faults.notConnected(servers.failure()));
        } else if (pipeline.durability().isAwaited()) {
            way.durable(pipeline.durability()).send(calls);
        } else {
            way.send(new Chunk(calls, way));
        }
    }

    private void goOnAfter(List<Call<?, @Nullable V>> calls) {
        AtomicInteger left = new AtomicInteger(calls.size());
        calls.forEach(call -> call.whenComplete((value, failure) -> {
            if (left.decrementAndGet() == 0) {
                go();
            }
        }));
    }

    // A server that refused these keys would refuse the others too.
    private void refuse(List<Call<?, @Nullable V>> calls, Function<Faults, KvException> failure) {
        pipeline.failed(rest(), failure);
        calls.forEach(call -> call.refuse(failure));
    }

    /** The keys that are written together. */
    private final class Chunk implements Outgoing {

        private final List<Call<?, @Nullable V>> calls;
        private final Link way;

        Chunk(List<Call<?, @Nullable V>> calls, Link way) {
            this.calls = calls;
            this.way = way;
        }

        @Override
        public boolean isDone() {
            return false;
        }

        // The time of keys that were not sent yet may be over.
        @Override
        public void write(Session session) {
            List<RedisCommand<String, byte[], ?>> commands = new ArrayList<>(calls.size());
            for (Call<?, @Nullable V> call : calls) {
                if (call.isSentOver(way, session)) {
                    commands.add(call);
                }
            }
            session.dispatch(commands);
        }

        @Override
        public void refuse(Function<Faults, KvException> reason) {
            KvException failure = reason.apply(pipeline.faults());
            Lane.this.refuse(calls, faults -> faults.notSent(failure));
        }
    }

    private synchronized List<Call<?, @Nullable V>> take() {
        List<Key> chunk = keys.subList(next, Math.min(keys.size(), next + atATime()));
        next += chunk.size();
        List<Call<?, @Nullable V>> calls = new ArrayList<>(chunk.size());
        chunk.forEach(key -> calls.add(pipeline.call(servers, key)));
        underWay = calls;
        return calls;
    }

    // Leaves room for other operations during a large batch.
    private int atATime() {
        return link == null ? CHUNK : Math.max(1, Math.min(CHUNK, link.mostInFlight() / 2));
    }

    private synchronized List<Call<?, @Nullable V>> underWay() {
        return underWay;
    }

    /** Returns the keys that have not been sent; they will no longer be sent. */
    private synchronized List<Key> rest() {
        List<Key> rest = keys.subList(next, keys.size());
        next = keys.size();
        return rest;
    }
}
