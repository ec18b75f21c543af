package io.kvkit.call;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A guard that decides as a test says, and remembers what it heard. */
final class RecordingGuard implements CallGuard<String> {

    static final Ticket TICKET = new Ticket() {};

    final List<Object> heard = new CopyOnWriteArrayList<>();

    @Nullable
    Decision now;

    CompletableFuture<Decision> later = new CompletableFuture<>();
    CompletableFuture<Decision> ending = new CompletableFuture<>();
    boolean endsLater;

    static RecordingGuard deciding(Decision decision) {
        RecordingGuard guard = new RecordingGuard();
        guard.now = decision;
        return guard;
    }

    @Override
    public @Nullable Decision decideNow(String call) {
        return now;
    }

    @Override
    public CompletionStage<Decision> decide(String call) {
        return later;
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        return hear(ticket, value, new Answer(value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return hear(ticket, failure, new Reject(failure));
    }

    private CompletionStage<Decision> hear(Ticket ticket, @Nullable Object what, Decision decision) {
        heard.add(ticket == TICKET ? String.valueOf(what) : "another ticket");
        if (!endsLater) {
            ending.complete(decision);
        }
        return ending;
    }
}
