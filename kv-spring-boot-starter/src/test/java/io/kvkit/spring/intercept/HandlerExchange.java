package io.kvkit.spring.intercept;

import io.kvkit.event.CacheEvent;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.SentBody;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange of which a test decides how it goes on. */
public final class HandlerExchange extends Exchange {

    private boolean unseen;
    private boolean endedWell;
    private boolean givenUp;
    private boolean takenBack;

    /** Nobody sees the end of the handler; the exchange knows whether it ended well. */
    public HandlerExchange unseen(boolean well) {
        unseen = true;
        endedWell = well;
        return this;
    }

    /** Another component answers, such as at a timeout. */
    public void giveUp() {
        givenUp = true;
    }

    /** The server uses the response for another request. */
    public void takeBack() {
        takenBack = true;
    }

    @Override
    public int status() {
        if (takenBack) {
            throw new IllegalStateException("The response was taken back");
        }
        return 0;
    }

    @Override
    public boolean endsUnseen(@Nullable Object returned) {
        return unseen;
    }

    @Override
    public boolean hasEndedWell() {
        return endedWell;
    }

    @Override
    public boolean givenUp() {
        return givenUp;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/orders";
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public @Nullable SentBody body() {
        return null;
    }

    @Override
    public List<String> headers(String name) {
        return List.of();
    }

    @Override
    public @Nullable String principal() {
        return null;
    }

    @Override
    public String clientIp() {
        return "192.0.2.1";
    }

    @Override
    public void report(RateLimitResult result) {}

    @Override
    public void report(String cache, CacheEvent.Outcome outcome) {}

    @Override
    public void reportLifetime(Duration lifetime) {}
}
