package io.kvkit.lettuce;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A walk over the server's keys, page by page, that keeps those with a literal prefix. */
final class Scan {

    private static final int PAGE = 500;

    private final Calls calls;
    private final ScanArgs arguments;
    private final int limit;
    private final Set<String> found = new LinkedHashSet<>();
    private final CompletableFuture<List<String>> result = new CompletableFuture<>();

    Scan(Calls calls, String prefix, int limit) {
        this.calls = calls;
        this.arguments = ScanArgs.Builder.matches(pattern(prefix)).limit(PAGE);
        this.limit = limit;
    }

    CompletableFuture<List<String>> run() {
        page(ScanCursor.INITIAL);
        return result;
    }

    /** The glob that matches what starts with a text. */
    static String pattern(String prefix) {
        return prefix.replaceAll("[*?\\[\\]\\\\^]", "\\\\$0") + "*";
    }

    private void page(ScanCursor from) {
        CompletionStage<KeyScanCursor<String>> page =
                calls.send(Operation.reads("scan", null), commands -> commands.scan(from, arguments), keys -> keys);
        page.whenComplete((keys, failure) -> {
            if (failure == null) {
                take(keys);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private void take(KeyScanCursor<String> page) {
        found.addAll(page.getKeys());
        if (page.isFinished() || found.size() >= limit) {
            result.complete(found.stream().limit(limit).toList());
        } else {
            page(page);
        }
    }
}
