package io.kvkit.recipe.cache;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.PushConnections;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two processes with near caches on one real server, and another program. One of the two has a line that breaks: its
 * connections are cut, its packets get lost or late, and the server ends the connections that bring signals.
 */
final class TwoSides implements Surroundings, AutoCloseable {

    private static final Duration MAX_STALENESS = Duration.ofMillis(60);
    private static final Duration HEARTBEAT = Duration.ofMillis(10);
    private static final List<Fault> FAULTS =
            List.of(Fault.BLACK_HOLE, Fault.DROP_REPLIES, Fault.STALL, Fault.CUT_AT_REPLY);
    private static final int ONE_IN = 150;

    private final RedisServer server = RedisServer.start();
    private final FaultProxy line = new FaultProxy(server.port());
    private final RedisClient client = RedisClient.create(server.uri());
    private final StatefulRedisConnection<String, String> program = client.connect();
    private final AtomicInteger healed = new AtomicInteger();
    private final CacheOnRedis steady;
    private final CacheOnRedis shaky;
    private final List<Heard> heard;

    TwoSides(CacheSettings settings) {
        NearSettings near =
                NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON).withMaxStaleness(MAX_STALENESS.toMillis());
        this.steady = open(server.uri(), Duration.ofSeconds(20), settings.withNear(near));
        this.shaky = open(line.uri(), Duration.ofMillis(250), settings.withNear(near));
        this.heard = List.of(new Heard(steady.store), new Heard(shaky.store));
    }

    private static CacheOnRedis open(String uri, Duration timeout, CacheSettings settings) {
        LettuceSettings connection = LettuceSettings.ofUri(uri)
                .timeout(timeout)
                .signalsHeartbeat(HEARTBEAT)
                .build();
        return new CacheOnRedis(Connected.await(new LettuceKvStore(connection)), settings);
    }

    /** Returns the process whose line works. */
    CacheOnRedis steady() {
        return steady;
    }

    /** Returns the process whose line breaks. */
    CacheOnRedis shaky() {
        return shaky;
    }

    /** Returns the line that breaks. */
    FaultProxy line() {
        return line;
    }

    /** Returns the connection of the other program. */
    RedisCommands<String, String> program() {
        return program.sync();
    }

    @Override
    public long unnoticedNanos() {
        return MAX_STALENESS.toNanos();
    }

    @Override
    public int readsInARow() {
        return 4;
    }

    @Override
    public boolean isReliable(CacheOnRedis process) {
        return process == steady;
    }

    @Override
    public void change(CacheOnRedis process, Key key, SplittableRandom random) {
        switch (random.nextInt(20)) {
            case 0 -> program().flushall();
            case 1 -> program().flushdb();
            case 2, 3, 4, 5, 6, 7, 8 -> program().set(key.text(), "not ours");
            default -> program().del(key.text());
        }
    }

    @Override
    public void happen(SplittableRandom random, Truth truth, Key key) {
        int luck = random.nextInt(ONE_IN);
        if (luck == 0) {
            strike(random.nextInt(FAULTS.size() + 2));
            if (random.nextBoolean()) {
                changeUnheard(key, truth);
            }
        } else if (luck < 5) {
            settle(truth);
        }
    }

    // Long enough, unless another run ends the fault.
    private void changeUnheard(Key key, Truth truth) {
        int before = healed.get();
        truth.change(steady, true, () -> steady.invalidate(key));
        long moment = System.nanoTime();
        Eventually.until(
                "the maximum staleness",
                () -> System.nanoTime() - moment > MAX_STALENESS.toNanos() || healed.get() > before);
    }

    private void strike(int kind) {
        if (kind < FAULTS.size()) {
            line.fault(FAULTS.get(kind));
        } else if (kind == FAULTS.size()) {
            line.cut();
        } else {
            PushConnections.kill(server);
        }
    }

    @Override
    public void heal() {
        healed.incrementAndGet();
        line.heal();
    }

    /** Ends the faults, and waits until both processes have heard of all changes before. */
    void settle(Truth truth) {
        long moment = System.nanoTime();
        Eventually.until("signals up to this moment", () -> {
            heal(); // another run may have broken the line again
            return heard.stream().allMatch(one -> one.isUpTo(moment));
        });
        truth.settle(moment);
    }

    @Override
    public void close() {
        heal();
        steady.close();
        shaky.close();
        program.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        line.close();
        server.close();
    }
}
