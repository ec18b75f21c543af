package io.kvkit.lettuce;

import io.kvkit.store.KvException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanCursor;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A scan of one server after the other, page by page, that keeps the keys with a literal prefix.
 *
 * <p>If a server is replaced or restarted during the scan, or keys move to another one, the scan could miss keys. It
 * then fails instead of returning an incomplete list.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Scan {

    private static final int PAGE = 500;
    private static final Operation OPERATION = Operation.reads("scan", null);

    private final Calls calls;
    private final Servers servers;
    private final Object layout;
    private final String pattern;
    private final int limit;
    private final Set<String> found = new LinkedHashSet<>();
    private final CompletableFuture<List<String>> result = new CompletableFuture<>();

    Scan(Calls calls, Servers servers, String prefix, int limit) {
        this.calls = calls;
        this.servers = servers;
        this.layout = servers.layout();
        this.pattern = pattern(prefix);
        this.limit = limit;
    }

    CompletableFuture<List<String>> run() {
        List<Link> links = servers.all();
        if (links == null) {
            result.completeExceptionally(calls.unreachable(OPERATION));
        } else {
            next(links.iterator());
        }
        return result;
    }

    /** Returns the glob that matches all keys with a prefix. */
    static String pattern(String prefix) {
        return prefix.replaceAll("[*?\\[\\]\\\\^]", "\\\\$0") + "*";
    }

    private void next(Iterator<Link> links) {
        if (links.hasNext()) {
            page(ScanCursor.INITIAL, links.next(), null, links);
        } else if (servers.layout().equals(layout)) {
            finish();
        } else {
            disturbed("keys moved between servers during the scan");
        }
    }

    private void page(ScanCursor from, Link link, @Nullable Session begunOn, Iterator<Link> rest) {
        calls.sendTo(link, OPERATION, WordRequest.scan(from, pattern, PAGE)).whenComplete((keys, failure) -> {
            Session session = link.session();
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (session == null || begunOn != null && begunOn != session) {
                disturbed("the connection was replaced during the scan");
            } else {
                take(keys, link, session, rest);
            }
        });
    }

    private void take(KeyScanCursor<String> page, Link link, Session session, Iterator<Link> rest) {
        found.addAll(page.getKeys());
        if (found.size() >= limit) {
            finish();
        } else if (page.isFinished()) {
            next(rest);
        } else {
            page(page, link, session, rest);
        }
    }

    private void finish() {
        result.complete(found.stream().limit(limit).toList());
    }

    private void disturbed(String reason) {
        result.completeExceptionally(new KvException(
                KvException.Kind.TRANSIENT, KvException.Outcome.NOT_APPLIED, OPERATION.name(), null, reason, null));
    }
}
