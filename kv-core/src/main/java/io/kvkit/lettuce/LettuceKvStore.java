package io.kvkit.lettuce;

import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Signals;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store on Redis: a single server, a primary with replicas, a primary watched by Sentinels, or the masters of a Redis
 * Cluster. All processes that reach the servers share its records.
 *
 * <p>The store opens its own connections in the background, one per server, and opens a lost connection again. So
 * creating the store needs no server; without a connection, operations fail at once. Each operation ends within the
 * timeout. A command that may have been carried out is never sent again. Only a redirect of a cluster, a server that
 * accepts no writes, and an unknown script cause a repetition, because these answers prove that nothing was done.
 * Scripts are sent by their digest, and their text only if the server does not know it. Where {@link Transition#creates}
 * permits it and the server's time is known, a SET is sent first. The script follows if the SET was refused, or has found
 * a value that leaves the answer open. Replicas are neither read nor written. Instances are safe for use by several
 * threads.
 *
 * <p>The {@linkplain KvStore#signals() signals} need Redis 6.0 or newer, RESP3 and the permission for {@code CLIENT
 * TRACKING}. Each write under a namespace that somebody listens to is pushed to each such process.
 *
 * <pre>{@code
 * KvStore store = new LettuceKvStore(LettuceSettings.ofUri("redis://localhost:6379").build());
 * }</pre>
 *
 * @since 0.1
 */
public final class LettuceKvStore implements KvStore {

    private static final MicroClock OWN = MicroClock.system();

    private final LettuceSettings settings;
    private final Servers servers;
    private final Duration timeout;
    private final Durability durability;
    private final Calls calls;
    private final Runnable end;

    /** Starts to connect, and returns without waiting for a connection. */
    public LettuceKvStore(LettuceSettings settings) {
        this.settings = settings;
        this.servers = Servers.of(settings);
        this.timeout = settings.timeout();
        this.durability = Durability.NONE;
        this.calls = new Calls(servers, timeout);
        this.end = servers::close;
    }

    /**
     * Waits until the first attempt to connect has ended, and returns whether it succeeded; on a cluster, with every
     * master. A server that refuses or does not answer ends the attempt too, so an application can start without its
     * server.
     *
     * @param atMost how long to wait
     */
    public boolean awaitConnection(Duration atMost) {
        return servers.awaitConnection(atMost);
    }

    /** Returns the INFO of each server; fails with an AUTHENTICATION error if the user has no permission to read it. */
    public CompletionStage<List<ServerInfo>> serverInfo() {
        Operation info = Operation.reads("info", null);
        return calls.onEach(
                info, link -> calls.sendTo(link, info, WordRequest.info()).thenApply(ServerInfo::parse));
    }

    /** Returns the number of connections. */
    public Connections connections() {
        return servers.connections();
    }

    private LettuceKvStore(LettuceSettings settings, Servers servers, Duration timeout, Durability durability) {
        requireTime(durability, timeout);
        this.durability = durability;
        this.settings = settings;
        this.servers = servers;
        this.timeout = timeout;
        this.calls = new Calls(servers, timeout);
        this.end = () -> {};
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return send(WordRequest.get(key), key);
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return null;
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        byte[] own = value.clone(); // encoded later, on another thread
        return send(WordRequest.set(key, own, ttl), key);
    }

    @Override
    public CompletionStage<Boolean> delete(Key key) {
        return send(WordRequest.unlink(key), key);
    }

    @Override
    public CompletionStage<Boolean> exists(Key key) {
        return send(WordRequest.exists(key), key);
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return calls.batch(Pipeline.get(keys));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return calls.batch(Pipeline.set(values, ttl));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return calls.batch(Pipeline.delete(keys));
    }

    /** {@inheritDoc} The timeout applies to each page of the server's answer. */
    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        return calls.whenKnown(Operation.reads("scan", null), known -> new Scan(calls, known, prefix, limit).run());
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return send(new ScriptRequest<>(transition, key, durability).orCreate(), key);
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return calls.batch(Pipeline.apply(transitions, durability));
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return null;
    }

    @Override
    public long nowMicros(Key key) {
        Link link = servers.of(key);
        return link == null ? OWN.micros() : link.clock().micros();
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return new HealthProbe(calls, settings).run();
    }

    /** {@inheritDoc} The parts of a cluster are its masters. */
    @Override
    public StorePart partOf(Key key) {
        return servers.partOf(key);
    }

    /** {@inheritDoc} If a master does not work, the store looks for its replacement. */
    @Override
    public CompletionStage<StoreHealth> health(StorePart part) {
        if (!(part instanceof Master master)) {
            return health();
        }
        return new HealthProbe(calls, settings).run(master.link()).thenApply(health -> {
            if (!health.up()) {
                servers.lookAgain();
            }
            return health;
        });
    }

    /**
     * {@inheritDoc} Servers push them over further connections, one for each server, which are open while somebody
     * listens. Without a server that pushes, a subscription stays silent.
     */
    @Override
    public Optional<Signals> signals() {
        return Optional.of(servers.signals());
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.SHARED);
    }

    @Override
    public KvStore withTimeout(Duration timeout) {
        return new LettuceKvStore(settings, servers, timeout, durability);
    }

    /**
     * {@inheritDoc} The wait is WAIT or, for {@link Durability.Level#AOF}, WAITAOF, which needs Redis 7.2. Changes that come
     * while others wait are sent after these, so a change can take two waits. There is a further connection to each server.
     */
    @Override
    public KvStore durable(Durability other) {
        DurableLink.requireRoom(other, settings.requestQueueSize());
        KvStore view = new LettuceKvStore(settings, servers, timeout, other);
        if (other.isAwaited() && !servers.isClosed()) {
            servers.known().forEach(link -> link.durable(other));
        }
        return view;
    }

    private static void requireTime(Durability durability, Duration timeout) {
        if (durability.isAwaited() && durability.timeout().multipliedBy(2).compareTo(timeout) >= 0) {
            throw new IllegalArgumentException("A change may have to wait twice for "
                    + durability.timeout().toMillis()
                    + " ms until it is durable, which does not fit into the timeout of "
                    + timeout.toMillis() + " ms");
        }
    }

    @Override
    public void close() {
        end.run();
    }

    private <T extends @Nullable Object, R extends @Nullable Object> Call<T, R> send(Request<T, R> request, Key key) {
        Call<T, R> call = new Call<>(servers, request, null).within(timeout);
        if (servers.isKnown()) {
            call.go(servers.of(key));
        } else {
            servers.whenKnown(() -> call.go(servers.of(key)));
        }
        return call;
    }
}
