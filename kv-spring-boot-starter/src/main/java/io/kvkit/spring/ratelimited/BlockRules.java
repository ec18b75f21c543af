package io.kvkit.spring.ratelimited;

import io.kvkit.spring.operation.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Refuses blocks of permits where no call could use them. */
final class BlockRules {

    private BlockRules() {}

    /**
     * Checks the enabled limits of each method. One of concurrent calls beside them does not count.
     *
     * @throws io.kvkit.spring.KvConfigurationException if one of several limits of a method takes blocks
     */
    static void check(Collection<Operation> operations) {
        Map<String, List<RateLimitedOperation>> byMethod = new LinkedHashMap<>();
        for (Operation operation : operations) {
            if (operation instanceof RateLimitedOperation limit && limit.enabled()) {
                byMethod.computeIfAbsent(limit.site().place(), place -> new ArrayList<>())
                        .add(limit);
            }
        }
        byMethod.values().forEach(BlockRules::checkMethod);
    }

    private static void checkMethod(List<RateLimitedOperation> limits) {
        long names = limits.stream().map(RateLimitedOperation::name).distinct().count();
        for (RateLimitedOperation limit : limits) {
            int block = limit.settings().terms().block();
            if (names > 1 && block > 1) {
                throw refused(limit, block);
            }
        }
    }

    private static RuntimeException refused(RateLimitedOperation limit, int block) {
        return limit.site()
                .error(
                        LiveLimits.place(limit.name()) + ".block",
                        block,
                        "a call of several limits is charged by all of them or none, so it uses no block",
                        "Remove it, or limit the method by one name");
    }
}
