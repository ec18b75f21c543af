package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.Claims;
import io.kvkit.claim.MarkReply;
import io.kvkit.claim.ShardedStore;
import io.kvkit.claim.StoredEntry;
import io.kvkit.claim.Token;
import io.kvkit.codec.Codec;
import io.kvkit.codec.FaithfulCodec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.near.DoneRecords;
import io.kvkit.recipe.once.near.NearRecords;
import io.kvkit.recipe.once.waiting.SharedWaits;
import io.kvkit.store.Capability;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs work once per key: the work runs until it has succeeded once, and later calls are answered without running it.
 *
 * <p>The work counts as done only after it returned. A call owns its key by a lease that is renewed while the call
 * runs. A second call in the meantime waits or is refused; it is never answered as if the work were done. A failure
 * frees the key. If the process dies, the next call after the end of the lease runs the work again. Effects in other
 * systems may then happen twice; no store can rule that out. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Once once = new Once(store, timer, KvListeners.NONE);
 * OnceCall call = OnceCall.of(payments.key("4711"), new Duplicates.Replay(format), settings);
 * Object receipt = new PlainDriver(executor).run(once.guard(), call, args -> pay(order));
 * }</pre>
 *
 * @since 0.1
 */
public final class Once {

    private final KvStore store;
    private final Timer timer;
    private final Claims claims;
    private final OnceReport report;
    private final DoneRecords near;
    private final OnceGuard guard;

    /** Creates the recipe on a store. The timer runs renewals, repetitions and waits. */
    public Once(KvStore store, Timer timer, KvListeners listeners) {
        this(store, timer, listeners, new JacksonCodec());
    }

    /**
     * Creates the recipe on a store.
     *
     * @param timer runs renewals, repetitions and waits
     * @param codec writes the results of the steps of calls
     */
    public Once(KvStore store, Timer timer, KvListeners listeners, Codec codec) {
        this(store, timer, listeners, codec, NearRecords.NONE);
    }

    /**
     * Creates the recipe on a store, with records that are kept in this JVM.
     *
     * @param timer runs renewals, repetitions and waits
     * @param codec writes the results of the steps of calls
     * @param records which records of finished work answer calls without the store; none if the store is {@link
     *     Capability#IMMEDIATE}
     */
    public Once(KvStore store, Timer timer, KvListeners listeners, Codec codec, NearRecords records) {
        this(store, timer, listeners, codec, records, Durability.NONE);
    }

    /**
     * Creates the recipe on a store, with records that are kept in this JVM, and with claims and results that must be durable.
     *
     * @param timer runs renewals, repetitions and waits
     * @param codec writes the results of the steps of calls
     * @param records which records of finished work answer calls without the store; none if the store is {@link
     *     Capability#IMMEDIATE}
     * @param durability how safe a claim must be before its work begins, and a result before its call counts as done
     * @throws UnsupportedOperationException if the store does not know when a change is durable
     * @throws IllegalArgumentException if the wait does not fit into the timeout of the store
     */
    public Once(
            KvStore store,
            Timer timer,
            KvListeners listeners,
            Codec codec,
            NearRecords records,
            Durability durability) {
        this.store = new ShardedStore(store);
        this.timer = timer;
        this.claims = Claims.renewedTogether(this.store, timer, durability);
        this.report = new OnceReport(listeners);
        this.near = new DoneRecords(store, records);
        this.guard = new OnceGuard(claims, timer, parts(new FaithfulCodec(codec)));
    }

    private OnceParts parts(Codec steps) {
        boolean immediate = store.capabilities().contains(Capability.IMMEDIATE);
        SharedWaits waits = new SharedWaits(store, claims, timer);
        return new OnceParts(immediate, steps, report, near, waits, new RunningCalls());
    }

    /**
     * Returns the guard of calls that run once. For calls with a {@link Takeover}, use it within a guard that is
     * {@linkplain Reconciled#recording recording}.
     */
    public CallGuard<OnceCall> guard() {
        return guard;
    }

    /**
     * Returns a guard that takes the same decisions through a view of the store, so that many calls can be decided
     * together.
     *
     * @param view a view of the store of this recipe, such as that of one batch
     * @param views returns a view of the timer of this recipe
     */
    public CallGuard<OnceCall> together(KvStore view, UnaryOperator<Timer> views) {
        Timer other = views.apply(timer);
        return guard.by(claims.on(view, other), other);
    }

    /** Returns the store of this recipe. */
    public KvStore store() {
        return store;
    }

    /**
     * Marks work as done that is not guarded, in one step, and without a result. If a call is doing the work, or its key
     * waits for a decision, nothing is marked. The stage fails if the store fails; a mark of unknown outcome is then
     * withdrawn in the background.
     */
    public CompletionStage<MarkReply> mark(Key key, Duration ttl) {
        return claims.mark(key, Token.random(), Ttl.of(ttl).millis())
                .whenComplete((reply, failure) -> told(key, reply));
    }

    private void told(Key key, @Nullable MarkReply reply) {
        if (reply == MarkReply.MARKED) {
            report.tell(Outcome.CLAIMED, key);
            report.tell(Outcome.COMPLETED, key);
        } else if (reply != MarkReply.IN_USE) {
            report.tell(reply == MarkReply.DONE ? Outcome.DUPLICATE : Outcome.UNAVAILABLE, key);
        }
    }

    /** Returns the steps of calls that are not made under a guard, but by hand. */
    public HandClaims byHand() {
        return new HandClaims(store, claims, report);
    }

    /** Returns what an operator can decide about the records of calls. */
    public OnceDecisions decisions() {
        return new OnceDecisions(store, claims, near);
    }

    /** Returns what is stored under a key, and changes nothing. The stage fails if the store fails. */
    public CompletionStage<StoredEntry> explain(Key key) {
        return Failures.caught(() -> store.get(key)).thenApply(bytes -> StoredEntry.of(bytes, store.nowMicros(key)));
    }
}
