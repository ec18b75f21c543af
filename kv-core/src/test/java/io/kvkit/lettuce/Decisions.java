package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Token;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Decisions that several threads make on the keys of one slot: increments, claims that all of them want, and permits of
 * a limit that is used up.
 */
final class Decisions {

    private static final long LEASE_MILLIS = 3_600_000;
    private static final int LIMIT = 200;
    private static final Meter METER = Meter.of(Band.of(Algorithm.FIXED_WINDOW, LIMIT, Duration.ofDays(365)));

    private final Namespace keys;
    private final String tag;
    private final KvStore store;
    private final Claims claims;
    private final Key counter;
    private final Key limit;

    private final Queue<Long> sums = new ConcurrentLinkedQueue<>();
    private final Map<Key, AtomicInteger> winners = new ConcurrentHashMap<>();
    private final AtomicLong permits = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Queue<KvException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong unknown = new AtomicLong();

    Decisions(Namespace keys, String tag, KvStore store, Timer timer) {
        this.keys = keys;
        this.tag = tag;
        this.store = store;
        this.claims = new Claims(store, timer);
        this.counter = key("counter");
        this.limit = key("limit");
    }

    /** The key whose slot all of them share. */
    Key anyKey() {
        return counter;
    }

    /** Decides something of each kind; the same round of several threads wants the same claim. */
    void decide(int round) {
        Key claimed = key("claim-" + round);
        winners.computeIfAbsent(claimed, first -> new AtomicInteger());
        var sum = store.apply(counter, Values.increment(1, Ttl.NONE));
        var claim = claims.claim(claimed, ClaimRequest.create(Token.random(), null, LEASE_MILLIS, LEASE_MILLIS));
        var permit = store.apply(limit, METER.take(limit, 1, 1));
        hear(sum, sums::add);
        hear(claim, verdict -> count(claimed, verdict));
        hear(permit, reply -> (reply.granted() == 1 ? permits : refused).incrementAndGet());
    }

    Collection<KvException> failures() {
        return failures;
    }

    /** What was decided is what the servers hold. */
    void assertNoneLostOrDoubled() {
        long counted = Long.parseLong(new String(Failures.join(store.get(counter)), StandardCharsets.US_ASCII));
        assertThat(sums).as("each sum is told once").isNotEmpty().doesNotHaveDuplicates();
        assertThat(counted).as("counter").isBetween((long) sums.size(), sums.size() + unknown.get());
        assertThat(winners)
                .isNotEmpty()
                .allSatisfy((key, count) ->
                        assertThat(count).as("winners of %s", key).hasValue(1));
        assertThat(permits.get()).as("permits").isBetween(LIMIT - unknown.get(), (long) LIMIT);
        assertThat(refused).as("calls above the limit").hasPositiveValue();
    }

    @Override
    public String toString() {
        return tag + ": " + sums.size() + " increments, " + winners.size() + " claims, " + permits + " permits of "
                + (permits.get() + refused.get()) + ", " + failures.size() + " failures, " + unknown + " unknown";
    }

    private void count(Key key, ClaimReply verdict) {
        assertThat(verdict).isInstanceOfAny(Claimed.class, Busy.class);
        if (verdict instanceof Claimed claimed) {
            assertThat(claimed.how()).isEqualTo(How.NEW);
            winners.get(key).incrementAndGet();
        }
    }

    private <T> void hear(CompletionStage<T> stage, Consumer<T> reply) {
        try {
            reply.accept(Failures.join(stage));
        } catch (KvException e) {
            failures.add(e);
            if (e.outcome() != Outcome.NOT_APPLIED) {
                unknown.incrementAndGet();
            }
        }
    }

    private Key key(String id) {
        return keys.literalKey("{" + tag + "}" + id);
    }
}
