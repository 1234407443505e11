package dev.portside.istio.netfilter;

import static com.google.common.truth.Truth.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PortListTest {

  /** The rule tools read numbers the C way, whatever the injector makes of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          80         | 80
          65535      | 65535
          1          | 1
          0443       | 291
          010        | 8
          015020     | 6672
          0x50       | 80
          0X1F       | 31
          00         | 0
          ' 80'      | 80
          '80\t'     | 80
          """)
  void of_number(String text, int port) {
    PortList list = PortList.of(text);

    assertThat(list.items()).hasSize(1);
    assertThat(list.contains(port)).isTrue();
    assertThat(list.texts(port)).containsExactly(text.trim());
  }

  /** What the rule tools refuse stands for no port, and stays an item. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          080
          09
          65536
          0x10000
          99999999999
          -80
          +80
          #50
          http
          80-90
          8 0
          0x
          0x5g
          80.0
          """)
  void of_noNumber(String text) {
    PortList list = PortList.of(text);

    assertThat(list.isEmpty()).isFalse();
    assertThat(ports(list)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8000:8003   | 8000, 8001, 8002, 8003
          :2          | 0, 1, 2
          65534:      | 65534, 65535
          010:011     | 8, 9
          90:80       | ''
          a:b         | ''
          """)
  void of_range(String text, String ports) {
    assertThat(ports(PortList.of(text)).toString()).isEqualTo("[" + ports + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          80,443       | 80, 443
          443,80       | 80, 443
          '80, 443'    | 80, 443
          '80,'        | 80
          ',80'        | 80
          '80,,443'    | 80, 443
          80,80        | 80
          80,http,443  | 80, 443
          80,*         | 80
          ''           | ''
          ' '          | ''
          ','          | ''
          """)
  void of_list(String text, String ports) {
    PortList list = PortList.of(text);

    assertThat(list.isAll()).isFalse();
    assertThat(ports(list).toString()).isEqualTo("[" + ports + "]");
  }

  @Test
  void of_all() {
    assertThat(PortList.of("*").isAll()).isTrue();
    assertThat(PortList.of("*").isEmpty()).isFalse();
    assertThat(PortList.of("*").items()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "','"})
  void isEmpty_noItem(String text) {
    assertThat(PortList.of(text).isEmpty()).isTrue();
  }

  /** An edit takes a port out under each name it has. */
  @Test
  void texts_spellings() {
    PortList list = PortList.of("80, 0120,443,0x50,http");

    assertThat(list.texts(80)).containsExactly("80", "0120", "0x50").inOrder();
    assertThat(list.texts(443)).containsExactly("443");
    assertThat(list.texts(120)).isEmpty();
    assertThat(list.texts(0)).isEmpty();
  }

  private static List<Integer> ports(PortList list) {
    List<Integer> ports = new ArrayList<>();
    for (int port = 0; port <= 65535; port++) {
      if (list.contains(port)) {
        ports.add(port);
      }
    }
    return ports;
  }
}
