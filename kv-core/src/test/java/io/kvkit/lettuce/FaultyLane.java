package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A store behind a proxy of its own that is disturbed again and again, and what the store said meanwhile. */
final class FaultyLane implements AutoCloseable {

    private static final int BURST = 8;
    private static final long LEASE_MILLIS = 3_600_000;
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final Duration PATIENCE = Eventually.PATIENCE;
    // The reply to a question about health may be dropped too: the next one asks again.
    private static final Duration QUESTION = Duration.ofSeconds(2);

    private final String name;
    private final Namespace keys;
    private final Key counter;
    private final Random random;
    private final FaultProxy proxy;
    private final KvStore store;
    private final KvStore hasty;
    private final KvStore asked;
    private final Claims owner;
    final List<Long> sums = new ArrayList<>();
    final Map<Key, ClaimRequest> claims = new HashMap<>();
    final Map<Key, byte[]> values = new HashMap<>();
    final List<ClaimReply> verdicts = new ArrayList<>();
    int unknown;
    int notApplied;

    FaultyLane(String name, Namespace keys, int serverPort, Timer timer, long seed) {
        this.name = name;
        this.keys = keys;
        this.counter = keys.key("counter");
        this.random = new Random(seed);
        this.proxy = new FaultProxy(serverPort);
        this.store = new LettuceKvStore(
                LettuceSettings.ofUri(proxy.uri()).timeout(PATIENCE).build());
        this.hasty = store.withTimeout(TIMEOUT);
        this.asked = store.withTimeout(QUESTION);
        this.owner = new Claims(hasty, timer);
    }

    /** Disturbs the connection so many times, each while operations are under way. */
    void run(int faults) {
        for (int i = 0; i < faults; i++) {
            Connected.await(asked);
            disturbed(name + "-" + i);
        }
        Connected.await(asked);
    }

    @Override
    public void close() {
        store.close();
        proxy.close();
    }

    private void disturbed(String id) {
        Fault fault = List.of(Fault.NONE, Fault.CUT_AT_REPLY, Fault.DROP_REPLIES, Fault.STALL)
                .get(random.nextInt(4));
        proxy.fault(fault);
        List<CompletableFuture<?>> sent = send(id);
        LockSupport.parkNanos(random.nextInt(1_000_000));
        boolean untilTheDeadline = fault != Fault.NONE && random.nextInt(20) == 0;
        if (untilTheDeadline) {
            sent.forEach(this::end);
        }
        boolean late = fault == Fault.STALL && random.nextBoolean();
        if (random.nextInt(4) == 0) {
            proxy.halfClose();
        } else if (!late) {
            proxy.cut();
        }
        proxy.heal();
        sent.forEach(this::end);
    }

    private List<CompletableFuture<?>> send(String id) {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            sent.add(heard(hasty.apply(counter, Values.increment(1, Ttl.NONE)), sums));
        }
        Key claimed = keys.key("claim-" + id);
        ClaimRequest request = ClaimRequest.create(Token.random(), null, LEASE_MILLIS, LEASE_MILLIS);
        claims.put(claimed, request);
        sent.add(heard(owner.claim(claimed, request), verdicts));
        Key set = keys.key("set-" + id);
        byte[] value = id.getBytes(StandardCharsets.UTF_8);
        values.put(set, value);
        sent.add(hasty.apply(set, Values.setIfAbsent(value, Ttl.NONE))
                .thenAccept(result -> assertThat(result.written()).isTrue())
                .toCompletableFuture());
        return sent;
    }

    private <T> CompletableFuture<?> heard(CompletionStage<T> stage, List<T> replies) {
        return stage.whenComplete((reply, failure) -> note(reply, failure, replies))
                .toCompletableFuture();
    }

    private synchronized <T> void note(@Nullable T reply, @Nullable Throwable failure, List<T> replies) {
        if (reply != null) {
            replies.add(reply);
        } else if (replies == (Object) sums) {
            boolean known = ((KvException) Failures.unwrap(failure)).outcome() == Outcome.NOT_APPLIED;
            notApplied += known ? 1 : 0;
            unknown += known ? 0 : 1;
        }
    }

    private void end(CompletableFuture<?> sent) {
        assertThat(sent.handle((reply, failure) -> failure == null ? "answered" : Failures.unwrap(failure)))
                .as("an operation that ends although the line is disturbed")
                .succeedsWithin(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .satisfiesAnyOf(
                        end -> assertThat(end).isEqualTo("answered"),
                        end -> assertThat(end).isInstanceOf(KvException.class));
    }
}
