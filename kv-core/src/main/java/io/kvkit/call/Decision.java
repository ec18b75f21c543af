package io.kvkit.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a guard about a call.
 *
 * @since 0.1
 */
public sealed interface Decision {

    /**
     * Make the call, then notify the guard of its end.
     *
     * <p>A proceed may come with an {@code instead}, so that the caller need not wait for the end of the call: a driver
     * calls it when it starts the call. If its stage is completed before the call has ended, the caller gets that
     * decision, while the call goes on and the guard is notified of its end. A driver whose calls block makes such a call
     * on its executor.
     *
     * @param ticket the ticket to pass back to the guard; {@link Ticket#NONE} if it needs no notification
     * @param args all arguments of the call; null for the caller's arguments. A guard narrows them to the part that is
     *     not answered yet
     * @param instead gives what the caller gets if the call has not ended by then: an answer or a rejection, possibly
     *     unfinished; null if the caller waits
     */
    record Proceed(
            Ticket ticket,
            @Nullable Object @Nullable [] args,
            @Nullable Supplier<? extends CompletionStage<Decision>> instead)
            implements Decision {

        /** Make the call with the caller's arguments; the guard needs no notification. */
        public static final Proceed FREELY = new Proceed(Ticket.NONE);

        /** Make the call with the caller's arguments. */
        public Proceed(Ticket ticket) {
            this(ticket, null);
        }

        /** Make the call; the caller waits for its end. */
        public Proceed(Ticket ticket, @Nullable Object @Nullable [] args) {
            this(ticket, args, null);
        }

        /** Returns whether this lets another call be made than one that has ended. */
        public boolean isAnotherThan(Proceed made) {
            return ticket != Ticket.NONE && ticket != made.ticket;
        }

        /**
         * Starts the call, and returns the decision for its caller.
         *
         * @param call starts the call; the stage gives the decision at its end
         */
        public CompletionStage<Decision> start(Supplier<? extends CompletionStage<Decision>> call) {
            CompletionStage<Decision> other = instead == null ? null : instead.get();
            return other == null ? call.get() : first(call.get(), other);
        }

        private static CompletionStage<Decision> first(
                CompletionStage<Decision> end, CompletionStage<Decision> instead) {
            CompletableFuture<Decision> first = new CompletableFuture<>();
            end.thenAccept(first::complete);
            end.exceptionally(failure -> {
                first.completeExceptionally(failure);
                return null;
            });
            instead.thenAccept(decision -> first.complete(
                    decision instanceof Unfinished unfinished
                            ? new Unfinished(() -> first(end, unfinished.rest().get()))
                            : decision));
            return first;
        }
    }

    /**
     * Do not make the call; this is its result.
     *
     * <p>An answer may come with a {@code refresh}, which decides once more after the answer was given, for a call
     * without a caller. If it decides to {@link Proceed}, the driver makes the call and notifies the guard of its end.
     * The driver runs all of this on its executor. If the executor refuses, the refresh does not run, so a guard must
     * hold nothing for a refresh that has not started.
     *
     * @param value the result, of the type that the call would have had, without future or publisher
     * @param refresh decides about the call without a caller; null if there is none
     */
    record Answer(@Nullable Object value, @Nullable Supplier<? extends CompletionStage<Decision>> refresh)
            implements Decision {

        /** An answer without a refresh. */
        public Answer(@Nullable Object value) {
            this(value, null);
        }
    }

    /**
     * Do not make the call; it fails.
     *
     * @param failure the exception for the caller
     */
    record Reject(Throwable failure) implements Decision {}

    /**
     * Not decided yet: the rest of the decision runs user code, such as the codec that reads a stored result, or waits.
     *
     * <p>The driver calls {@code rest} on a thread that may run user code. Not calling it has no effect.
     *
     * @param rest decides; its stage may give another unfinished decision
     * @param waits whether the rest only waits for another call; it then runs no user code
     */
    record Unfinished(Supplier<? extends CompletionStage<Decision>> rest, boolean waits) implements Decision {

        /** A decision whose rest runs user code. */
        public Unfinished(Supplier<? extends CompletionStage<Decision>> rest) {
            this(rest, false);
        }

        /** Returns a stage that leaves the rest of a decision to a thread that may run user code. */
        public static CompletionStage<Decision> later(Supplier<? extends CompletionStage<Decision>> rest) {
            return CompletableFuture.completedFuture(new Unfinished(rest));
        }

        /** Returns an unfinished decision whose final decision is changed by a function. */
        public Unfinished then(Function<? super Decision, ? extends Decision> change) {
            return new Unfinished(() -> rest.get().thenApply(change), waits);
        }
    }
}
