package io.kvkit.spring.autoconfigure;

import io.kvkit.KvClient;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.RateLimited;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application that says what works in it, and whether it starts when Redis is configured. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    AopAutoConfiguration.class,
    KvAutoConfiguration.class,
    KvHealthAutoConfiguration.class,
    KvMetricsAutoConfiguration.class,
    KvOperationAutoConfiguration.class
})
public class AheadOfTimeApp {

    interface Quotes {

        @RateLimited(name = "quotes", limit = 1, window = "1h")
        String quote(String symbol);
    }

    /** Does not know the interface with the annotation. */
    static class Trade {

        public String quote(String symbol) {
            return symbol;
        }
    }

    static class Market extends Trade implements Quotes {}

    static class Catalogue {

        private final AtomicInteger reads = new AtomicInteger();

        @Cached(name = "catalogue", key = "#id")
        public String find(String id) {
            return id + reads.incrementAndGet();
        }
    }

    @Bean
    Quotes quotes() {
        return new Market();
    }

    @Bean
    Catalogue catalogue() {
        return new Catalogue();
    }

    public static void main(String[] args) {
        try (var context = application().run(args)) {
            System.out.println(report(context));
        }
        application().run("--kv.redis.uri=redis://localhost:1").close();
    }

    private static SpringApplication application() {
        SpringApplication application = new SpringApplication(AheadOfTimeApp.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application;
    }

    private static String report(BeanFactory beans) {
        Catalogue catalogue = beans.getBean(Catalogue.class);
        boolean generated = catalogue.getClass().getName().contains("CGLIB");
        boolean cached = catalogue.find("a").equals(catalogue.find("a"));
        KvClient client = beans.getBean(KvClient.class);
        client.set("key", new byte[] {1});
        return "class: " + generated + ", cached: " + cached + ", limited: " + isLimited(beans.getBean(Quotes.class))
                + ", client: " + client.exists("key");
    }

    private static boolean isLimited(Quotes quotes) {
        quotes.quote("a");
        try {
            quotes.quote("a");
            return false;
        } catch (RateLimitExceededException refusal) {
            return true;
        }
    }
}
