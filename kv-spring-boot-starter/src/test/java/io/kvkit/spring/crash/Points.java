package io.kvkit.spring.crash;

import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import io.kvkit.recipe.once.IdempotencyContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Tells the {@link Witness} where this worker is, and stands still there for as long as the witness wants. */
@Component
final class Points implements KvListener {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String witness;
    private final String worker;

    Points(@Value("${crash.witness}") String witness, @Value("${crash.worker}") String worker) {
        this.witness = witness;
        this.worker = worker;
    }

    String worker() {
        return worker;
    }

    void reach(String point, String key) {
        tell(point, key, "0\n0\n");
    }

    void reach(String point, String key, IdempotencyContext context) {
        tell(point, key, context.fence() + "\n" + context.attempt() + "\n" + context.downstreamKey("bank"));
    }

    @Override
    public void onEvent(KvEvent event) {
        if (event instanceof OnceEvent once) {
            reach(once.outcome().name(), once.namespace().name());
        }
    }

    private void tell(String point, String key, String attempt) {
        String said = worker + "\n" + point + "\n" + key + "\n" + attempt;
        try {
            client.send(
                    HttpRequest.newBuilder(URI.create(witness))
                            .POST(BodyPublishers.ofString(said))
                            .build(),
                    BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
