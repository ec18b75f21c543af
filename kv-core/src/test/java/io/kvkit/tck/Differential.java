package io.kvkit.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.tck.TellingScript.Told;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs both renditions of transitions beside each other, on a Redis server and on a model, and compares after every
 * step the reply, the value and the life of the key.
 *
 * <p>Many keys advance in rounds, each with a random source and a time of its own, so a round is one pipeline. Where a
 * key's life ends by that time, it is deleted on the server; the server's own expiry is kept out of the way by
 * prolonging short lives before and after each step. A difference is an {@link AssertionError} with the seed, the step and both
 * sides; {@code -Dkvkit.differential.seed=...} runs that seed again.
 */
public final class Differential implements AutoCloseable {

    /** The seed, unless the system property {@code kvkit.differential.seed} names another. */
    public static final long SEED = Long.getLong("kvkit.differential.seed", 20_251_123L);

    /** The steps of a long run, unless the system property {@code kvkit.differential.steps} says another number. */
    public static final int STEPS = Integer.getInteger("kvkit.differential.steps", 2_000);

    private static final int KEYS = 128;
    private static final int MAX_ROUNDS = 20_000;
    private static final long SECONDS = 60;

    /** Whose time the steps see. */
    public enum Time {
        /** One that each step is given, with jumps. */
        GIVEN,
        /** That of the server, as each script reads it. */
        OF_THE_SERVER
    }

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisAsyncCommands<byte[], byte[]> commands;
    private final Map<String, String> loaded = new HashMap<>();
    private final Map<String, Map<Integer, Integer>> replies = new TreeMap<>();
    private final Map<String, Integer> steps = new TreeMap<>();
    private final Time time;
    private final long seed;

    /** A run on the server at an address; the keys of an earlier run with the same seed are overwritten. */
    public Differential(String uri, Time time, long seed) {
        this.time = time;
        this.seed = seed;
        this.client = RedisClient.create(uri);
        this.connection = client.connect(ByteArrayCodec.INSTANCE);
        this.commands = connection.async();
    }

    /**
     * Runs a scenario until every transition that it draws was carried out so many times.
     *
     * @return for each script how often each first byte of a reply was seen
     */
    public Map<String, Map<Integer, Integer>> run(Scenario scenario, int stepsPerTransition) throws Exception {
        List<Lane> lanes = lanes();
        connection.setAutoFlushCommands(false);
        for (int round = 0; round < MAX_ROUNDS && !isEnough(stepsPerTransition); round++) {
            List<Exchange> exchanges = new ArrayList<>();
            long begin = System.nanoTime();
            for (Lane lane : lanes) {
                exchanges.add(send(lane, scenario, round));
            }
            connection.flushCommands();
            for (Exchange exchange : exchanges) {
                compare(exchange, begin);
            }
        }
        if (!isEnough(stepsPerTransition)) {
            throw new AssertionError("Too few steps after " + MAX_ROUNDS + " rounds: " + steps);
        }
        return replies;
    }

    private boolean isEnough(int stepsPerTransition) {
        return !steps.isEmpty() && steps.values().stream().allMatch(count -> count >= stepsPerTransition);
    }

    private List<Lane> lanes() throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Namespace keys = Namespace.of("differential", "tck", "seed" + seed, Retention.KEPT);
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            Lane lane = new Lane(keys.key("" + i), random.split());
            commands.del(lane.key).get(SECONDS, TimeUnit.SECONDS);
            lanes.add(lane);
        }
        return lanes;
    }

    private record Exchange(
            Lane lane,
            Transition<?> transition,
            int round,
            RedisFuture<List<Object>> reply,
            RedisFuture<byte[]> value,
            RedisFuture<Long> ttl) {}

    private Exchange send(Lane lane, Scenario scenario, int round) throws Exception {
        lane.move(scenario, time, commands);
        Transition<?> transition = scenario.next(lane.name, lane.random, lane.value(), lane.now);
        lane.prolong(commands);
        List<byte[]> arguments = new ArrayList<>(transition.arguments());
        if (time == Time.GIVEN) {
            arguments.add(Long.toString(lane.now).getBytes(UTF_8));
        }
        RedisFuture<List<Object>> reply = commands.evalsha(
                load(transition), ScriptOutputType.MULTI, new byte[][] {lane.key}, arguments.toArray(byte[][]::new));
        RedisFuture<byte[]> value = commands.get(lane.key);
        RedisFuture<Long> ttl = commands.pttl(lane.key);
        // The round may take longer than the life that the step gave.
        lane.prolongWhatIsThere(commands);
        return new Exchange(lane, transition, round, reply, value, ttl);
    }

    private String load(Transition<?> transition) throws Exception {
        String name = transition.script().name();
        String known = loaded.get(name);
        if (known == null) {
            RedisFuture<String> digest = commands.scriptLoad(
                    TellingScript.of(transition.script()).source().getBytes(UTF_8));
            connection.flushCommands();
            known = digest.get(SECONDS, TimeUnit.SECONDS);
            loaded.put(name, known);
        }
        return known;
    }

    private void compare(Exchange exchange, long begin) throws InterruptedException, TimeoutException {
        Lane lane = exchange.lane;
        Told told = Told.read((List<?>) received(exchange.reply));
        lane.now = told.micros().orElse(lane.now);
        Step step = exchange.transition.apply(lane.entry, lane.now);
        same(exchange, "reply", hex(told.reply()), hex(step.reply()));
        same(exchange, "life", told.lifeMillis(), Lane.lifeGivenBy(step));
        compareKey(exchange, lane.carryOut(step), begin);
        count(exchange.transition.script().name(), step);
    }

    private void compareKey(Exchange exchange, long expectedTtl, long begin)
            throws InterruptedException, TimeoutException {
        String found = hex((byte[]) received(exchange.value));
        long ttl = (Long) received(exchange.ttl);
        long took = 1 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        if (ttl == Lane.MISSING && expectedTtl > 0 && expectedTtl <= took) {
            exchange.lane.restore(commands); // the server stood still for the whole of its life
            return;
        }
        same(exchange, "value", found, hex(exchange.lane.value()));
        // By the server's time nobody knows what was left when the step began.
        boolean isSame = time == Time.OF_THE_SERVER || Lane.isSameTtl(ttl, expectedTtl, took);
        same(exchange, "TTL", ttl + " ms", isSame ? ttl + " ms" : expectedTtl + " ms");
    }

    private void count(String script, Step step) {
        steps.merge(script, 1, Integer::sum);
        replies.computeIfAbsent(script, name -> new TreeMap<>()).merge((int) step.reply()[0], 1, Integer::sum);
    }

    private static @Nullable Object received(RedisFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                throw new IllegalStateException("The server forgot the scripts during the run", e);
            }
            throw new AssertionError("The server failed", e.getCause());
        }
    }

    private void same(Exchange exchange, String what, Object redis, Object java) {
        if (!redis.equals(java)) {
            throw difference(exchange, what, redis.toString(), java.toString());
        }
    }

    private AssertionError difference(Exchange exchange, String what, String redis, String java) {
        return new AssertionError("""
            The renditions differ in the %s.
            seed  %d, round %d, key %s, now %d
            step  %s
            redis %s
            java  %s
            """.formatted(
                what, seed, exchange.round, exchange.lane.name, exchange.lane.now, exchange.transition, redis, java));
    }

    private static String hex(byte @Nullable [] bytes) {
        return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
