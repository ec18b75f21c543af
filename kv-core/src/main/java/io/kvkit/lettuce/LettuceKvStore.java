package io.kvkit.lettuce;

import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Script;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store on a Redis server, shared by all processes that reach it.
 *
 * <p>It has a connection of its own, which is opened in the background and opened again when it is lost: creating the
 * store needs no server, and until there is one, operations fail at once. Each operation ends within the timeout. No
 * command is ever sent twice. Scripts are sent by their digest; their text only when the server does not know it.
 *
 * <pre>{@code
 * KvStore store = new LettuceKvStore(LettuceSettings.ofUri("redis://localhost:6379").build());
 * }</pre>
 */
public final class LettuceKvStore implements KvStore {

    private final LettuceSettings settings;
    private final Link link;
    private final Calls calls;
    private final Runnable end;

    /**
     * Begins to connect and returns without waiting for that.
     *
     * @throws IllegalArgumentException if the settings ask for a topology that is not supported yet
     */
    public LettuceKvStore(LettuceSettings settings) {
        this.settings = settings;
        this.link = new Link(settings);
        this.calls = new Calls(link, settings.timeout());
        this.end = link::close;
    }

    /**
     * Waits until the first attempt to connect has ended, and tells whether it went well. A server that refuses or does
     * not answer ends it too, so an application can start without its server.
     *
     * @param atMost how long to wait
     */
    public boolean awaitConnection(Duration atMost) {
        return link.awaitConnection(atMost);
    }

    /** What a server says of itself; fails with an AUTHENTICATION error where it may not be asked. */
    public CompletionStage<ServerInfo> serverInfo() {
        return calls.send(Operation.reads("info", null), commands -> commands.info(), ServerInfo::parse);
    }

    private LettuceKvStore(LettuceSettings settings, Link link, Duration timeout) {
        this.settings = settings;
        this.link = link;
        this.calls = new Calls(link, timeout);
        this.end = () -> {};
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return calls.send(Operation.reads("get", key), commands -> commands.get(key.text()), value -> value);
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return null;
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        byte[] own = value.clone(); // encoded later, on another thread
        SetArgs expiry = expiry(ttl);
        return calls.send(
                Operation.writes("set", key), commands -> commands.set(key.text(), own, expiry), reply -> null);
    }

    @Override
    public CompletionStage<Boolean> delete(Key key) {
        return calls.send(Operation.writes("delete", key), commands -> commands.unlink(key.text()), count -> count > 0);
    }

    @Override
    public CompletionStage<Boolean> exists(Key key) {
        return calls.send(Operation.reads("exists", key), commands -> commands.exists(key.text()), count -> count > 0);
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return calls.batch(Pipeline.get(keys));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return calls.batch(Pipeline.set(values, expiry(ttl)));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return calls.batch(Pipeline.delete(keys));
    }

    /** {@inheritDoc} The timeout holds for each page of the server's answer. */
    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        return new Scan(calls, prefix, limit).run();
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        Script script = transition.script();
        byte[][] arguments = transition.arguments().toArray(byte[][]::new);
        return calls.script(
                Operation.writes(script.name(), key),
                script,
                new String[] {key.text()},
                arguments,
                reply -> transition.decode(key, reply));
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return null;
    }

    @Override
    public long nowMicros(Key key) {
        return link.clock().micros();
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return new HealthProbe(calls, settings, link).run();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.SHARED);
    }

    @Override
    public KvStore withTimeout(Duration timeout) {
        return new LettuceKvStore(settings, link, timeout);
    }

    @Override
    public void close() {
        end.run();
    }

    private static SetArgs expiry(Ttl ttl) {
        SetArgs arguments = new SetArgs();
        if (ttl.expires()) {
            return arguments.px(ttl.millis());
        }
        return ttl.equals(Ttl.KEEP) ? arguments.keepttl() : arguments;
    }
}
