package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Lettuce client of one store: its threads, its timer, and its configuration.
 *
 * <p>Lettuce never reopens a connection, because it would repeat commands that may have been carried out; {@link Link}
 * opens another one instead. Deadlines are ours as well, because each view of a store has its own.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nothing waits for them
final class Driver {

    static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private static final long TICK_MILLIS = 5;
    private static final int MOST_ATTEMPTS = 3;
    private static final Duration MARGIN = Duration.ofMillis(500);

    private final LettuceSettings settings;
    private final HashedWheelTimer timer;
    private final ExecutorService connecting = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DefaultThreadFactory("kvkit-redis-connect", true));
    private final Resets resets;
    private final ClientResources resources;
    private final RedisClient client;
    private @Nullable RedisTls tls;
    private final LongAdder losses = new LongAdder();
    private final Map<StatefulConnection<?, ?>, CompletableFuture<Void>> ending = new ConcurrentHashMap<>();
    private volatile boolean closed;

    // The settings of the application come first, because they may fail while nothing runs yet that would have to be
    // ended.
    Driver(LettuceSettings settings) {
        this.settings = settings;
        this.tls = settings.tls();
        ClientOptions options = DriverOptions.of(settings, tls);
        ClientResources.Builder builder = ClientResources.builder();
        settings.resourcesCustomizer().accept(builder);
        this.timer = new HashedWheelTimer(
                new DefaultThreadFactory("kvkit-redis-timer", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
        ClientResources made = builder.timer(timer).build();
        this.resets = new Resets(made.nettyCustomizer());
        this.resources = made.mutate().nettyCustomizer(resets).build();
        this.client = RedisClient.create(resources);
        client.setOptions(options);
    }

    CompletionStage<StatefulRedisConnection<String, byte[]>> connect(Address address) {
        return connect(() -> RedisUris.server(settings, address));
    }

    CompletionStage<StatefulRedisConnection<String, byte[]>> connectToSentinel(Address address) {
        return connect(() -> RedisUris.sentinel(settings, address));
    }

    // The supplier of credentials may block on I/O. Neither the timer nor the threads of Lettuce can wait for it: they
    // end calls that take too long.
    private CompletionStage<StatefulRedisConnection<String, byte[]>> connect(Supplier<RedisURI> uri) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            renewCertificates();
                            return uri.get();
                        },
                        connecting)
                .thenCompose(known -> open(known, MOST_ATTEMPTS));
    }

    // If a connection ends during the handshake, Lettuce sometimes loses the reason of the refusal; another attempt
    // shows it.
    private CompletionStage<StatefulRedisConnection<String, byte[]>> open(RedisURI uri, int attempts) {
        return open(uri)
                .exceptionallyCompose(failure -> attempts > 1 && Errors.isForgotten(failure)
                        ? open(uri, attempts - 1)
                        : CompletableFuture.failedFuture(failure));
    }

    private synchronized void renewCertificates() {
        RedisTls now = settings.tls();
        if (!Objects.equals(now, tls)) {
            client.setOptions(DriverOptions.of(settings, now));
            tls = now;
        }
    }

    // No attempt starts on threads that are being ended: netty would log that as an error.
    private synchronized CompletionStage<StatefulRedisConnection<String, byte[]>> open(RedisURI uri) {
        return closed
                ? CompletableFuture.failedFuture(new RedisException("the store is closed"))
                : new Attempt<>(client.connectAsync(CODEC, uri), longestAttempt(), timer);
    }

    // The socket and then the handshake have a connect timeout each.
    private Duration longestAttempt() {
        return settings.connectTimeout().multipliedBy(2).plus(MARGIN);
    }

    private synchronized void refuse() {
        closed = true;
    }

    static void close(StatefulConnection<?, ?> connection) {
        connection.closeAsync();
    }

    /** Ends a connection. */
    void end(StatefulConnection<?, ?> connection) {
        CompletableFuture<Void> end = connection.closeAsync();
        ending.put(connection, end);
        end.whenComplete((done, failure) -> ending.remove(connection));
    }

    // Lettuce would close a connection again that is still being closed, and log a warning.
    private void awaitEnds() {
        CompletableFuture.allOf(ending.values().toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                .exceptionally(failure -> null)
                .join();
    }

    /** Runs a task on the timer's thread after a delay, unless the store is closed first. */
    void later(Runnable task, long millis) {
        try {
            timer.newTimeout(timeout -> task.run(), millis, TimeUnit.MILLISECONDS);
        } catch (IllegalStateException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    /** Counts a lost connection. */
    void lost() {
        losses.increment();
    }

    Connections connections(Collection<Link> links) {
        int open = links.stream().mapToInt(Link::open).sum();
        return new Connections(open, losses.sum());
    }

    /** Returns how many commands may be in flight on a connection. */
    int requestQueueSize() {
        return client.getOptions().getRequestQueueSize();
    }

    Timer timer() {
        return timer;
    }

    /** Returns an executor for work that would block the threads of Lettuce or the timer. */
    Executor background() {
        return task -> {
            try {
                connecting.execute(task);
            } catch (RejectedExecutionException closed) {
                task.run();
            }
        };
    }

    /** Called before the store is closed: from now on, connections end in order. */
    void closing() {
        resets.stop();
    }

    void close() {
        refuse();
        connecting.shutdown();
        awaitEnds();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS);
        timer.stop().forEach(Driver::endForgotten);
    }

    // Lettuce may have lost commands that were written while the connections ended.
    private static void endForgotten(Timeout left) {
        if (left.task() instanceof Call<?, ?> call) {
            call.expire();
        }
    }
}
