package io.kvkit.call;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Unwraps the failures of futures, so that callers see the original exception.
 *
 * @since 0.1
 */
public final class Failures {

    private Failures() {}

    /** Returns the failure without any {@link CompletionException} or {@link ExecutionException} around it. */
    public static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Returns the failure of a call whose guard neither answered nor rejected it. */
    static IllegalStateException defect(@Nullable Decision decision) {
        return new IllegalStateException("A guard must answer or reject, but gave " + decision);
    }

    /** Starts an operation that returns a stage. If it throws, the exception becomes a failed stage. */
    public static <T extends @Nullable Object> CompletionStage<T> caught(Supplier<CompletionStage<T>> begin) {
        try {
            return Objects.requireNonNull(begin.get(), "no stage");
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits for a stage that ends within its store's timeout, and throws its failure unwrapped. */
    public static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw sneaky(unwrap(e));
        }
    }

    /**
     * Throws a checked exception that the method does not declare, so that the caller gets the user's exception
     * unchanged.
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <E extends Throwable> E sneaky(Throwable failure) throws E {
        throw (E) failure;
    }
}
