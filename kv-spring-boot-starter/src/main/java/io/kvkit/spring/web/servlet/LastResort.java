package io.kvkit.spring.web.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.CancellationException;

/** Abandons the completions that still wait when an asynchronous request ends without a last dispatch. */
final class LastResort implements AsyncListener {

    private final ServletExchange exchange;

    LastResort(ServletExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        HeldResponse held = exchange.held();
        // An error that was sent is rendered later, in a dispatch of its own.
        if (exchange.hasPending() && (held == null || !held.errorSent())) {
            Throwable failure = event.getThrowable();
            if (failure != null || held == null) {
                exchange.abandon(failure == null ? new CancellationException("The request ended") : failure);
            } else {
                exchange.close(held.record());
            }
        }
        exchange.over();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        exchange.giveUp();
    }

    @Override
    public void onError(AsyncEvent event) {
        exchange.giveUp();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
