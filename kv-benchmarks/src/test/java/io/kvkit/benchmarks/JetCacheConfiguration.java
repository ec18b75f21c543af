package io.kvkit.benchmarks;

import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.anno.CacheConsts;
import com.alicp.jetcache.anno.KeyConvertor;
import com.alicp.jetcache.anno.config.EnableMethodCache;
import com.alicp.jetcache.anno.support.GlobalCacheConfig;
import com.alicp.jetcache.anno.support.JetCacheBaseBeans;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** JetCache on Caffeine, without its statistics. */
@Configuration(proxyBeanMethods = false)
@EnableMethodCache(basePackages = "io.kvkit.benchmarks")
@Import(JetCacheBaseBeans.class)
class JetCacheConfiguration {

    @Bean
    GlobalCacheConfig jetCache() {
        CacheBuilder local = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .limit(10_000)
                .keyConvertor(KeyConvertor.NONE_INSTANCE);
        GlobalCacheConfig config = new GlobalCacheConfig();
        config.setLocalCacheBuilders(Map.of(CacheConsts.DEFAULT_AREA, local));
        config.setRemoteCacheBuilders(Map.of());
        config.setStatIntervalMinutes(0);
        return config;
    }
}
