package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Alias;
import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Limits calls to a number of permits per time, on one or several keys. The store decides in one round trip per key.
 *
 * <p>Several keys are charged all or none: they are charged in parallel, and if one refuses, the charges of the others
 * are given back. So no limit is ever exceeded, but another caller may be refused for that moment.
 *
 * <p>If the store needs I/O, at most one call for each key is under way: calls that come meanwhile wait, and then share
 * one. They are granted in the order in which they came, and each gets the result that it would have had by itself. If
 * the store fails, every decision ends within {@link RateLimiterSettings#timeout()}. Instances are safe for use by
 * several threads.
 *
 * <pre>{@code
 * Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 5, Duration.ofSeconds(10)));
 * Charge charge = new Charge("quotes", quotes.key(client), meter, 1);
 * limiter.take(RateLimitCall.of(charge, OnStoreFailure.CLOSED))
 *     .thenAccept(result -> log.info("{} of {} left", result.remaining(), result.limit()));
 * }</pre>
 *
 * @since 0.1
 */
public final class RateLimiter {

    private final KvStore store;
    private final Outage outage;
    private final boolean immediate;
    private final Turnstiles turnstiles;
    private final Denials denials;
    private final Verdicts verdicts;
    private final Corrections corrections;
    private final RateLimitReport report;

    /**
     * Creates a limiter without a timer, whose calls must not use {@link OnStoreFailure#LOCAL}, unless the store itself is
     * embedded. Without a timer, a {@link Reservation} is not renewed, and no blocks are taken.
     */
    public RateLimiter(KvStore store, KvListeners listeners) {
        this(store, Alone.isPossible(store) ? store : null, RateLimiterSettings.DEFAULT, listeners);
    }

    /** Creates a limiter with default settings and without a timer that can limit on its own while the store fails. */
    public RateLimiter(KvStore store, KvStore local, KvListeners listeners) {
        this(store, local, RateLimiterSettings.DEFAULT, listeners);
    }

    /**
     * Creates a limiter without a timer: a {@link Reservation} is not renewed, and no blocks are taken.
     *
     * @param store the store of the permits
     * @param local an embedded store of this JVM, where {@link OnStoreFailure#LOCAL} counts while the store fails; null
     *     if no call is LOCAL
     * @param listeners receive every decision
     */
    public RateLimiter(KvStore store, @Nullable KvStore local, RateLimiterSettings settings, KvListeners listeners) {
        this(store, local, settings, listeners, System::nanoTime, null);
    }

    /**
     * Creates a limiter that also renews each {@link Reservation}, and can take blocks of permits, see
     * {@link LimitTerms#block}.
     *
     * @param timer tells when reservations are renewed and blocks end
     */
    public RateLimiter(
            KvStore store, @Nullable KvStore local, RateLimiterSettings settings, KvListeners listeners, Timer timer) {
        this(store, local, settings, listeners, System::nanoTime, timer);
    }

    RateLimiter(
            KvStore store,
            @Nullable KvStore local,
            RateLimiterSettings settings,
            KvListeners listeners,
            LongSupplier nanoTime,
            @Nullable Timer timer) {
        this.immediate = Alone.isPossible(store);
        this.store = immediate ? store : store.withTimeout(settings.timeout());
        this.denials = new Denials(this.store, immediate ? null : settings.denyCache(), nanoTime);
        Blocks blocks = new Blocks(this.store, timer, settings, nanoTime, denials::forget);
        this.turnstiles = new Turnstiles(this.store, blocks, settings.timeout(), nanoTime);
        this.outage = new Outage(this.store, local == null ? null : new Alone(local, settings.localShares()));
        this.verdicts = new Verdicts(outage, denials);
        this.corrections = new Corrections(this.store, timer, outage, denials, blocks);
        this.report = new RateLimitReport(listeners, settings.hotKeys());
    }

    /**
     * Returns the guard that rejects with {@link RateLimitExceededException}, or with the store's {@link KvException}
     * if a call is {@link OnStoreFailure#CLOSED}. A call of a limit that charges only some calls, see {@link ChargeOn},
     * holds a ticket until it ends; it stays charged if it is cancelled. Calls do not wait for permits.
     */
    public CallGuard<RateLimitCall> guard() {
        return new RateLimitGuard(this);
    }

    /**
     * Returns the guard that also lets calls wait for permits, see {@link LimitWait}.
     *
     * @param timer tells when they are due
     */
    public CallGuard<RateLimitCall> guard(Timer timer) {
        return new WaitingGuard(this, timer);
    }

    /**
     * Charges a call; charges nothing if the call is refused.
     *
     * <p>The stage fails with the store's {@link KvException} if the call is {@link OnStoreFailure#CLOSED}, or if the
     * local store is full as well.
     */
    public CompletionStage<RateLimitResult> take(RateLimitCall call) {
        return start(call, result -> report(call, result));
    }

    /** Charges a call as {@link #take} does, but does not report it. */
    CompletionStage<RateLimitResult> ask(RateLimitCall call) {
        return start(call, UnaryOperator.identity());
    }

    private CompletionStage<RateLimitResult> start(RateLimitCall call, UnaryOperator<RateLimitResult> end) {
        outage.requireLocal(call);
        if (immediate) {
            return Failures.caught(
                    () -> CompletableFuture.completedFuture(end.apply(Objects.requireNonNull(askNow(call)))));
        }
        RateLimitResult known = known(call.charges());
        long since = denials.now();
        return known == null
                ? Takes.start(store, turnstiles, call.charges(), takes -> end.apply(verdicts.of(call, takes, since)))
                : CompletableFuture.completedFuture(end.apply(known));
    }

    /**
     * Charges a call without I/O, by permits that were taken ahead, or refuses it because this JVM remembers that the
     * store refused it. Returns null if I/O is needed.
     *
     * @throws KvException as the stage of {@link #take} fails
     */
    public @Nullable RateLimitResult takeNow(RateLimitCall call) {
        RateLimitResult result = askNow(call);
        return result == null ? null : report(call, result);
    }

    /** Charges a call as {@link #takeNow} does, but does not report it. */
    @Nullable
    RateLimitResult askNow(RateLimitCall call) {
        outage.requireLocal(call);
        if (immediate) {
            Takes takes = Takes.now(store, call.charges());
            return takes == null ? null : verdicts.of(call, takes, 0);
        }
        return known(call.charges());
    }

    private @Nullable RateLimitResult known(List<Charge> charges) {
        RateLimitResult refused = denials.find(charges);
        Takes ahead = refused == null ? Takes.ahead(store, turnstiles, charges) : null;
        return ahead == null ? refused : ahead.result(DecidedBy.STORE);
    }

    /** Reports the result of a call that was not reported, and returns it. */
    RateLimitResult report(RateLimitCall call, RateLimitResult result) {
        report.tell(call.charges(), result);
        return result;
    }

    long nowMicros(Key key) {
        return store.nowMicros(key);
    }

    /** Returns whether the store decides without I/O. */
    public boolean isImmediate() {
        return immediate;
    }

    /** Returns the short way of a charge that comes again and again. */
    public Passage passage(Charge charge) {
        return passage(charge, Alias.Arguments.UNKNOWN);
    }

    /** Returns the short way of the charge of calls with certain arguments, by which it can be found. */
    public Passage passage(Charge charge, Alias.Arguments arguments) {
        return new Passage(arguments, charge, store, immediate ? store.liveRecords(charge.key()) : null, report);
    }

    /** Returns what {@link #take} would return, and changes nothing. The stage fails if the store fails. */
    public CompletionStage<RateLimitResult> peek(List<Charge> charges) {
        return Takes.look(store, charges).thenApply(takes -> takes.orFail().prospect(DecidedBy.STORE));
    }

    /**
     * Gives the cost of every charge back. The caller need not be the one that took it. If the store fails, the stage
     * fails, and some charges may have been given back.
     */
    public CompletionStage<Void> refund(List<Charge> charges) {
        return corrections.refund(charges);
    }

    /**
     * Forgets what is used of a key, whatever its record holds, so that all permits are free, also those that this JVM
     * counts. If the store fails, the stage fails, and only this JVM has forgotten.
     */
    public CompletionStage<Void> reset(Key key) {
        return corrections.reset(key);
    }

    /**
     * Lets calls that wait go on by the limits as they are now, see {@link RateLimitCall.Revision}. A call that waits finds
     * a change that nobody tells when it is next due.
     */
    public void limitsChanged() {
        corrections.limitsChanged();
    }

    Corrections corrections() {
        return corrections;
    }

    /** Gives back the permits that were taken ahead. Call it before the store is closed. */
    public void close() {
        corrections.blocks().close();
    }
}
