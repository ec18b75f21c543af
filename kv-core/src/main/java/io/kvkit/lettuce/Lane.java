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

    private void send(List<Call<?, @Nullable V>> chunk) {
        Link way = link;
        if (chunk.isEmpty()) {
            return;
        }
        AtomicInteger left = new AtomicInteger(chunk.size());
        chunk.forEach(call -> call.whenComplete((value, failure) -> {
            if (left.decrementAndGet() == 0) {
                go();
            }
        }));
        if (way == null) {
            refuse(chunk, faults -> servers.isClosed() ? faults.closed() : faults.notConnected(servers.failure()));
        } else if (pipeline.durability().isAwaited()) {
            way.durable(pipeline.durability()).send(chunk);
        } else {
            send(chunk, way);
        }
    }

    private void send(List<Call<?, @Nullable V>> chunk, Link way) {
        way.send(new Outgoing() {
            @Override
            public boolean isDone() {
                return false;
            }

            @Override
            public void write(Session session) {
                session.dispatch(commands(chunk, way, session));
            }

            @Override
            public void refuse(Function<Faults, KvException> reason) {
                notSent(chunk, reason.apply(pipeline.faults()));
            }
        });
    }

    private void notSent(List<Call<?, @Nullable V>> chunk, KvException failure) {
        refuse(chunk, faults -> faults.notSent(failure));
    }

    // A server that refused these keys would refuse the others too.
    private void refuse(List<Call<?, @Nullable V>> chunk, Function<Faults, KvException> failure) {
        pipeline.failed(rest(), failure);
        chunk.forEach(call -> call.refuse(failure));
    }

    // The time of keys that were not sent yet may be over.
    private List<RedisCommand<String, byte[], ?>> commands(
            List<Call<?, @Nullable V>> chunk, Link way, Session session) {
        List<RedisCommand<String, byte[], ?>> commands = new ArrayList<>(chunk.size());
        for (Call<?, @Nullable V> call : chunk) {
            if (call.isSentOver(way, session)) {
                commands.add(call);
            }
        }
        return commands;
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
