package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that makes calls of a limit on command. The commands are elements of a list on the server, and so are the
 * counts of granted permits that it replies.
 */
final class LimitingProcess {

    static final int LIMIT = 100;
    static final String GRANTED = "granted";

    private static final int THREADS = 3;
    // Permits must not come back during a run, and windows must not end.
    private static final Duration YEARS = Duration.ofDays(3_000);

    private final RateLimiter limiter;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private LimitingProcess(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /** Runs until it is killed; the arguments are the address of the server and the name of the list of commands. */
    public static void main(String[] arguments) {
        RateLimiter limiter = new RateLimiter(
                Connected.await(new LettuceKvStore(LettuceSettings.ofUri(arguments[0])
                        .timeout(Eventually.PATIENCE)
                        .build())),
                null,
                RateLimiterSettings.DEFAULT.withTimeout(Eventually.PATIENCE),
                KvListeners.NONE);
        LimitingProcess process = new LimitingProcess(limiter);
        RedisCommands<String, String> redis =
                RedisClient.create(arguments[0]).connect().sync();
        while (true) {
            KeyValue<String, String> command = redis.blpop(1, arguments[1]);
            if (command != null) {
                redis.rpush(GRANTED, Integer.toString(process.granted(command.getValue())));
            }
        }
    }

    /** Calls with several threads, each until two of its calls were refused. */
    private int granted(String run) {
        Algorithm algorithm = Algorithm.valueOf(run.substring(run.indexOf(' ') + 1));
        Meter meter = Meter.of(Band.of(algorithm, LIMIT, YEARS));
        Charge charge = new Charge(
                "api", Namespace.of("t", "ratelimit", "hot", Retention.KEPT).key(run), meter, 1);
        AtomicInteger granted = new AtomicInteger();
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            calls.add(CompletableFuture.runAsync(() -> callUntilRefused(charge, granted), threads));
        }
        calls.forEach(CompletableFuture::join);
        return granted.get();
    }

    private void callUntilRefused(Charge charge, AtomicInteger granted) {
        RateLimitCall call = RateLimitCall.of(charge, OnStoreFailure.CLOSED);
        int refused = 0;
        while (refused < 2) {
            if (Failures.join(limiter.take(call)).allowed()) {
                granted.incrementAndGet();
            } else {
                refused++;
            }
        }
    }
}
