package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.KvOrder;
import io.kvkit.annotation.RateLimited;
import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.intercept.GuardingArea;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** Rate limits: {@code @RateLimited}. */
public final class RateLimitArea extends GuardingArea<Limit> {

    /** The only instance. */
    public static final RateLimitArea RATE_LIMIT = new RateLimitArea();

    private RateLimitArea() {
        super(io.kvkit.recipe.Area.RATE_LIMIT);
    }

    @Override
    public String root() {
        return "kv.rate-limit";
    }

    @Override
    public String names() {
        return "limits";
    }

    @Override
    public Limit nothing() {
        return Limit.NONE;
    }

    @Override
    public List<Advice> advice() {
        return List.of(new Advice("kvRateLimited", KvOrder.RATE_LIMITED, List.of(RateLimited.class)));
    }

    @Override
    public Map<Class<? extends Annotation>, Function<Declaration, ? extends Operation>> parsers(
            AreaSettings<Limit> settings, OperationRegistry registry) {
        ConcurrencyParser concurrency = new ConcurrencyParser(settings);
        RateLimitParser rates = new RateLimitParser(settings);
        return Map.of(RateLimited.class, declaration -> {
            Operation concurrent = concurrency.parse(declaration);
            return concurrent == null ? rates.parse(declaration) : concurrent;
        });
    }

    @Override
    public MethodGuards guards(Advice advice, Parts parts) {
        LiveLimits live = parts.beans().getBean(LiveLimits.class);
        KvListeners listeners = parts.beans().getBean(KvListeners.class);
        Timer timer = parts.beans().getBean(Timer.class);
        MethodGuards rates =
                new RateLimitedMethods(parts.recipes().rateLimiter(), timer, parts.keys(), live, listeners);
        return new ConcurrencyMethods(
                parts.recipes().concurrencyLimiter(),
                live.concurrency(),
                limit -> live.namespace(parts.keys(), limit),
                rates,
                listeners);
    }

    @Override
    public void check(OperationRegistry operations, ConfigurableBeanFactory beans) {
        BlockRules.check(operations.all());
        LiveLimits live = beans.getBeanProvider(LiveLimits.class).getIfAvailable();
        if (live != null) {
            live.checkPlans();
        }
    }

    @Override
    public List<Problem> problems() {
        return List.of(new Problem(RateLimitExceededException.CODE, 429, "Quota exceeded"));
    }
}
