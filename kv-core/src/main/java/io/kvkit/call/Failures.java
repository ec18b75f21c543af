package io.kvkit.call;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes off what futures wrap around a failure, so that callers see the failure itself. */
public final class Failures {

    private Failures() {}

    /** The failure without any {@link CompletionException} or {@link ExecutionException} around it. */
    public static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** The failure of a call whose guard neither answered nor rejected it. */
    static IllegalStateException defect(@Nullable Decision decision) {
        return new IllegalStateException("A guard must answer or reject, but gave " + decision);
    }

    /** Begins what a stage tells the end of. What it throws instead, the stage tells as well. */
    public static <T extends @Nullable Object> CompletionStage<T> caught(Supplier<CompletionStage<T>> begin) {
        try {
            return Objects.requireNonNull(begin.get(), "no stage");
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Blocks for a stage that ends within its store's timeout; its failure arrives unwrapped. */
    public static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw sneaky(unwrap(e));
        }
    }

    /** Lets a checked exception pass where the compiler does not expect it: the user's exception arrives unchanged. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <E extends Throwable> E sneaky(Throwable failure) throws E {
        throw (E) failure;
    }
}
