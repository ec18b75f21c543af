package io.kvkit.lettuce;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A walk over the server's keys, page by page, that keeps those with a literal prefix. */
final class Scan {

    private static final int PAGE = 500;

    private final Calls calls;
    private final ScanArgs arguments;
    private final int limit;
    private final Set<String> found = new LinkedHashSet<>();

    Scan(Calls calls, String prefix, int limit) {
        this.calls = calls;
        this.arguments = ScanArgs.Builder.matches(pattern(prefix)).limit(PAGE);
        this.limit = limit;
    }

    CompletableFuture<List<String>> run() {
        return page(ScanCursor.INITIAL);
    }

    /** The glob that matches what starts with a text. */
    static String pattern(String prefix) {
        return prefix.replaceAll("[*?\\[\\]\\\\^]", "\\\\$0") + "*";
    }

    private CompletableFuture<List<String>> page(ScanCursor from) {
        return calls.send(Operation.reads("scan", null), commands -> commands.scan(from, arguments), page -> page)
                .thenCompose(this::take);
    }

    private CompletableFuture<List<String>> take(KeyScanCursor<String> page) {
        found.addAll(page.getKeys());
        return page.isFinished() || found.size() >= limit
                ? CompletableFuture.completedFuture(found.stream().limit(limit).toList())
                : page(page);
    }
}
