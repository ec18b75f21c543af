package io.kvkit.spring.autoconfigure;

import io.kvkit.ClaimsOperations;
import io.kvkit.KvClient;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.call.SystemTimer;
import io.kvkit.call.Timer;
import io.kvkit.codec.Codec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.event.KvListener;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.Recipes;
import io.kvkit.recipe.RecipesBuilder;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimiterSettings;
import io.kvkit.spring.RateLimitPlanProvider;
import io.kvkit.spring.autoconfigure.store.Stores;
import io.kvkit.spring.cached.CacheFormats;
import io.kvkit.spring.cached.LiveCaches;
import io.kvkit.spring.idempotent.IdempotencySeals;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.key.text.KeyTexts;
import io.kvkit.spring.operation.read.OperationSource;
import io.kvkit.spring.ratelimited.LiveLimits;
import io.kvkit.spring.ratelimited.RateLimitArea;
import io.kvkit.spring.ratelimited.RateLimitProperties;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import tools.jackson.databind.json.JsonMapper;

/** Configures KvClient and the beans that it shares with the annotations. */
@Configuration(proxyBeanMethods = false)
class ClientConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Codec kvCodec(ObjectProvider<JsonMapper> mapper) {
        return new JacksonCodec(ResultJson.of(mapper));
    }

    @Bean
    CacheFormats kvCacheFormats(
            KvProperties properties,
            KeyPrefix prefix,
            Codec codec,
            ObjectProvider<JsonMapper> mapper,
            ListableBeanFactory beans) {
        return new CacheFormats(properties.cache(), new KeySpace(prefix.value()), codec, ResultJson.of(mapper), beans);
    }

    @Bean
    IdempotencySeals kvIdempotencySeals(KvProperties properties, ListableBeanFactory beans) {
        return new IdempotencySeals(properties.idempotency(), beans);
    }

    @Bean
    ReadOperations kvReadOperations(ConfigurableListableBeanFactory beans, ObjectProvider<OperationSource> operations) {
        return new ReadOperations(new BeanTypes(beans), operations);
    }

    @Bean
    LiveCaches kvCaches(KvProperties properties, CacheFormats formats, ReadOperations operations, Recipes recipes) {
        return new LiveCaches(properties.cache(), formats, operations::registry, recipes.cache()::forgetNear);
    }

    @Bean
    LiveLimits kvRateLimits(
            KvProperties properties, ReadOperations operations, ObjectProvider<RateLimitPlanProvider> plans) {
        return new LiveLimits(properties.rateLimit(), operations::registry, plans::getIfAvailable);
    }

    @Bean
    @ConditionalOnMissingBean(Timer.class)
    SystemTimer kvTimer() {
        return new SystemTimer("kvkit-timer");
    }

    @Bean
    KvListeners kvListeners(ObjectProvider<KvListener> beans) {
        return KvListeners.of(beans.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    Recipes kvRecipes(
            KvStore store,
            Stores stores,
            Timer timer,
            KvProperties properties,
            @Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executor,
            KvListeners listeners,
            Codec codec,
            LiveLimits limits) {
        RecipesBuilder recipes = Recipes.on(store, timer)
                .executor(executor.getIfAvailable(ForkJoinPool::commonPool))
                .rateLimiting(limiting(properties.rateLimit(), limits))
                .codec(codec)
                .nearRecords(properties.idempotency().near().records())
                .listeners(listeners);
        Areas.ALL.forEach(area -> recipes.store(area.recipe(), stores.of(area).store()));
        Areas.ALL.stream()
                .filter(area -> stores.durabilityOf(area).isAwaited())
                .forEach(area -> recipes.durability(area.recipe(), stores.durabilityOf(area)));
        KvStore permits = stores.of(RateLimitArea.RATE_LIMIT).store();
        if (!permits.capabilities().contains(Capability.IMMEDIATE)) {
            recipes.localStore(
                    new InMemoryKvStore(MicroClock.system(), properties.memory().maxEntries()));
        }
        return recipes.build();
    }

    private static RateLimiterSettings limiting(RateLimitProperties properties, LiveLimits limits) {
        return new RateLimiterSettings(
                properties.timeout(),
                limits::localShare,
                properties.denyCache().settings(),
                properties.blockTime(),
                limits.hotKeys());
    }

    @Bean
    NamedOperations kvNamedOperations(
            ReadOperations operations,
            KvProperties properties,
            CacheFormats formats,
            IdempotencySeals seals,
            LiveCaches caches,
            LiveLimits limits) {
        return new NamedOperations(operations, properties, formats, seals, caches, limits);
    }

    // The store and the recipes are beans of their own, and the container closes them.
    @Bean
    @ConditionalOnMissingBean
    KvClient kvClient(
            KvStore store,
            Recipes recipes,
            KeyPrefix prefix,
            Codec codec,
            NamedOperations names,
            KvProperties properties,
            ConfigurableListableBeanFactory beans,
            @Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executor) {
        return KvClient.builder()
                .sharedStore(store)
                .recipes(recipes)
                .keyPrefix(prefix.value())
                .catalog(names)
                .keyWriter(new KeyTexts(beans))
                .codec(codec)
                .onRateLimitFailure(
                        Layers.constantOr(properties.rateLimit().defaults().onStoreFailure(), OnStoreFailure.LOCAL))
                .executor(executor.getIfAvailable(ForkJoinPool::commonPool))
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    ClaimsOperations kvClaimsOperations(KvClient client) {
        return client.claims();
    }

    @Bean
    @ConditionalOnMissingBean
    PlainDriver kvPlainDriver(
            @Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executor,
            ObjectProvider<TaskDecorator> decorators) {
        return new PlainDriver(executor.getIfAvailable(ForkJoinPool::commonPool), callers(decorators));
    }

    @Bean
    @ConditionalOnMissingBean
    StageDriver kvStageDriver(
            @Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executor,
            ObjectProvider<TaskDecorator> decorators) {
        return new StageDriver(executor.getIfAvailable(ForkJoinPool::commonPool), callers(decorators));
    }

    // The executor decorates tasks too, but on the store's thread.
    private static UnaryOperator<Runnable> callers(ObjectProvider<TaskDecorator> decorators) {
        return new CompositeTaskDecorator(decorators.orderedStream().toList())::decorate;
    }
}
