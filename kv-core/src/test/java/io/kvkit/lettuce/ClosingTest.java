package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kvkit.tck.TestRedis;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Stores that are closed while nothing is wrong. */
@Tag("slow")
class ClosingTest {

    @Test
    void closingAStoreIsNoWarningInTheLog() {
        Logger logger = (Logger) LoggerFactory.getLogger(RedisChannelHandler.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.WARN);
        logger.addAppender(lines);
        try {
            LettuceKvStore store = new LettuceKvStore(LettuceSettings.ofUri(TestRedis.uri())
                    .customizeResources(ClosingTest::closeSlowly)
                    .build());
            assertThat(store.awaitConnection(Duration.ofSeconds(20))).isTrue();
            store.close();
            assertThat(lines.list).isEmpty();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(before);
        }
    }

    private static void closeSlowly(ClientResources.Builder resources) {
        resources.nettyCustomizer(new NettyCustomizer() {
            @Override
            public void afterChannelInitialized(Channel channel) {
                channel.pipeline().addFirst(new SlowClose());
            }
        });
    }

    /** Closes a channel a little later, so that it is still being closed when the next one asks for that. */
    private static final class SlowClose extends ChannelOutboundHandlerAdapter {

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            context.executor().schedule(() -> context.close(promise), 100, TimeUnit.MILLISECONDS);
        }
    }
}
