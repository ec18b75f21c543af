package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Handlers of the kinds that only Spring MVC knows. */
@RestController
class AsyncPayments {

    private final AtomicInteger executed = new AtomicInteger();

    @Idempotent(name = "callable")
    @PostMapping("/callable")
    public Callable<String> callable() {
        return () -> "paid " + executed.incrementAndGet();
    }

    @Idempotent(name = "deferred")
    @PostMapping("/deferred")
    public DeferredResult<String> deferred() {
        DeferredResult<String> result = new DeferredResult<>();
        CompletableFuture.runAsync(() -> result.setResult("paid " + executed.incrementAndGet()));
        return result;
    }
}
