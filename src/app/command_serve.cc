#include <csignal>
#include <iostream>

#include "app/commands.h"
#include "app/first_start.h"
#include "app/http_server.h"
#include "app/import_place.h"
#include "app/open_town.h"
#include "app/resources.h"
#include "app/sample_units.h"
#include "app/settings.h"

namespace app {
namespace {

// The signals that end the program, blocked in every thread (call it before any is made) and waited for in one.
sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

}  // namespace

int command_serve(const command_options& how) {
  const sigset_t signals = ending_signals();
  const auto resources = resource_folder();
  const base::config config = config_of(how);
  const base::system_clock time;
  town of({.where = loaded_place_of(how, resources), .data_folder = how.data_folder, .resources = resources, .config = config}, time);
  print_first_accounts(of, access_settings(config), std::cout);
  http_server server(of, {.server = server_settings(config),
                          .console_folder = how.console_folder,
                          .tiles = tiles_path(how.data_folder),
                          .broker = mqtt_settings(config)});
  std::unique_ptr<sample_units> sample;
  if (of.roads && config.boolean("sample.move_units")) {
    sample = std::make_unique<sample_units>(of);
    server.add_job({.name = "move_sample_units", .every = base::seconds(3), .work = [&sample] { sample->beat(); }});
  }
  server.start();
  std::cout << of.where.title.zh << " / " << of.where.title.en << "\nlistening on " << server.address() << std::endl;
  int received = 0;
  sigwait(&signals, &received);
  server.stop();
  of.db->sign_head();
  return 0;
}

}  // namespace app
