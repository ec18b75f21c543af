package io.kvkit.spring.intercept;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.spring.exchange.Exchange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Runs the guarded calls of methods that return a {@link CompletionStage} or a {@link CompletableFuture}. */
record StageMethodDriver(StageDriver driver) implements MethodDriver {

    /** Methods that return a {@link CompletionStage} or a {@link CompletableFuture}. */
    enum Kind implements MethodKind {
        STAGE;

        @Override
        public boolean takes(Class<?> declared) {
            return declared == CompletionStage.class || declared == CompletableFuture.class;
        }

        @Override
        public boolean isWithoutContext() {
            return true;
        }

        @Override
        public MethodDriver driver(PlainDriver plain, StageDriver stage) {
            return new StageMethodDriver(stage);
        }
    }

    @Override
    public Shortcut direct(Shortcut values) {
        return arguments -> {
            Object value = values.answer(arguments);
            return value == Shortcut.NOTHING || value == Shortcut.PROCEED
                    ? value
                    : CompletableFuture.completedFuture(value);
        };
    }

    @Override
    public CompletableFuture<@Nullable Object> call(GuardedSite site, ProxyMethodInvocation invocation) {
        try {
            Exchange exchange = site.keptExchange(invocation);
            GuardedCall<?> guarded = site.guard(invocation, exchange);
            var later = (ProxyMethodInvocation) invocation.invocableClone();
            return guarded == null ? unguarded(later) : run(guarded, later);
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    // NullAway does not see that this type argument can be null.
    @SuppressWarnings("NullAway")
    private <C> CompletableFuture<@Nullable Object> run(GuardedCall<C> guarded, ProxyMethodInvocation invocation) {
        var body = new MethodBody<@Nullable CompletionStage<?>>(
                invocation, guarded.unmade(), returned -> (CompletionStage<?>) returned, null);
        return driver.run(guarded.guard(), guarded.call(), body);
    }

    private static CompletableFuture<@Nullable Object> unguarded(ProxyMethodInvocation invocation) throws Throwable {
        Object stage = invocation.proceed();
        return stage == null
                ? CompletableFuture.failedFuture(new NullPointerException("The method returned null, not a stage"))
                : ((CompletionStage<?>) stage)
                        .<@Nullable Object>thenApply(value -> value)
                        .toCompletableFuture();
    }
}
